/** PyTorch's names of the dtypes, so that `dtype: torch.float32` reads as it does there. */
export const float32 = "float32";
export const float64 = "float64";
export const int32 = "int32";
export const bool = "bool";

/** PyTorch's other names; `long` is int32, the engine's only integer. */
export const float = float32;
export const double = float64;
export const long = int32;
