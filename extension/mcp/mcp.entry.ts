/** The tools over the Model Context Protocol, on standard input and output: `gradbook mcp`. */
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { isToolError } from "../agents/toolError.ts";
import { callTool, tools } from "../agents/tools.ts";
import { FileHost } from "./fileHost.ts";

export interface McpOptions {
  version: string;
  /** The kernel's main module. */
  kernelEntry: string;
  /** The folder of the built extension. */
  dist: string;
  /** What an assistant is told first. */
  instructions: string;
}

/** Serves until the client goes. Then nothing of it runs on. */
export async function serve({ version, kernelEntry, dist, instructions }: McpOptions): Promise<void> {
  const host = new FileHost(kernelEntry, dist);
  // The schemas are JSON already, for VS Code; the other class wants them in another library's words.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- deprecated for those who need not go below it
  const server = new Server(
    { name: "gradbook", version },
    { capabilities: { tools: {} }, ...(instructions !== "" && { instructions }) },
  );
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: tools.map(({ name, title, description, input, acts }) => ({
      name,
      title,
      description,
      inputSchema: { ...input },
      annotations: { title, readOnlyHint: !acts, openWorldHint: false },
    })),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal, sendNotification }) => {
    const progressToken = params._meta?.progressToken;
    let progress = 0;
    const tell = (message: string): void => {
      if (progressToken === undefined || signal.aborted) return;
      progress++;
      const said = { progressToken, progress, message };
      void sendNotification({ method: "notifications/progress", params: said }).catch(() => undefined);
    };
    try {
      const text = await callTool(params.name, params.arguments, host, { progress: tell, signal });
      return { content: [{ type: "text", text }] };
    } catch (error) {
      if (!isToolError(error)) throw error;
      return { isError: true, content: [{ type: "text", text: error.message }] };
    }
  });
  const gone = new Promise<void>((resolve) => {
    server.onclose = resolve;
    process.stdin.on("end", resolve);
    process.stdin.on("close", resolve);
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, resolve);
  });
  await server.connect(new StdioServerTransport());
  await gone;
  await host.dispose();
  await server.close();
}
