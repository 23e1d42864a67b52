/** Node's own inspection of values, wired into the kernel by being imported. */
import buffer from "node:buffer";
import { inspect, types } from "node:util";
import { setValueInspection } from "../display/inspect/valueInspection.ts";

setValueInspection({ inspect, types, maxStringLength: buffer.constants.MAX_STRING_LENGTH });
