/** 简体中文 of what the host says of its kernel: apart, for the extension reads it when it is activated. */
export const hostChinese: Readonly<Record<string, string>> = {
  "exit code {0}": "退出码 {0}",
  "Its variables are gone; the next run starts a new kernel.": "变量已丢失；下次运行会启动新的内核。",
  "The kernel ran out of memory.": "内核内存不足。",
  "The kernel was ended from outside ({0}).": "内核被外部结束（{0}）。",
  "The kernel crashed ({0}).": "内核崩溃（{0}）。",
  "The kernel could not be started: {0}": "无法启动内核：{0}",
  "there is no folder {0}": "文件夹 {0} 不存在",
  "The kernel was stopped.": "内核已停止。",
};
