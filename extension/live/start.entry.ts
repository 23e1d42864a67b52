/** The script that a live page begins with: all others lie in it packed. */
import { unpackModule } from "../../renderer/page/packed.ts";
import { programPart } from "../report/live/liveData.ts";

void unpackModule(document, programPart("livePage.js"));
