/** 简体中文: what the backends say. */
import type { Messages } from "../payload/say.ts";

export const backend: Messages = {
  "{0} bytes never fit into {1}.": "{0} 字节无论如何都放不进 {1}。",
  "{0} bytes do not fit: {1} of {2} are in use.": "放不下 {0} 字节：{2} 中已使用 {1}。",
  "{0} bytes do not fit.": "放不下 {0} 字节。",
  "{0}: element {1} of {2} is {3}, outside of 0 … {4}. Nothing was written.":
    "{0}：{2} 的第 {1} 个元素是 {3}，超出了 0 … {4}。没有写入任何内容。",
  "{0} elements cannot be stored.": "无法存储 {0} 个元素。",
  "The engine used the memory of a tensor after giving it back.": "引擎在归还一个张量的内存之后又使用了它。",
  "the memory of {0} was given back": "{0} 的内存已归还",
  "{0} says {1}, its memory is {2}": "{0} 声明为 {1}，其内存却是 {2}",
  "{0} reaches from {1} on out of its {2} elements": "{0} 从 {1} 开始超出了它的 {2} 个元素",
  "these arrays do not fit, or overlap": "这些数组不匹配，或相互重叠",
  "{0}: a tensor that was made with another backend came to this one: make it anew.":
    "{0}：张量由另一个后端创建，不能用于当前后端：请重新创建它。",
  "{0}: {1}: {2}. Nothing was written. Was a tensor's data replaced after an operation had used it?":
    "{0}：{1}：{2}。没有写入任何内容。是否在运算使用张量之后又替换了它的数据？",
  "There is no dtype {0}.": "没有数据类型 {0}。",
  "This JavaScript engine cannot be asked to collect garbage.": "此 JavaScript 引擎无法被要求回收垃圾。",
  "This JavaScript engine has no WebAssembly.": "此 JavaScript 引擎不支持 WebAssembly。",
};
