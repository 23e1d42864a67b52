/** Numbers in single precision, the default of everything, by PyTorch's name. @example tensor([1], { dtype: float32 }) */
export const float32 = "float32";
/** Numbers in double precision. @example x.to(float64) */
export const float64 = "float64";
/** Whole numbers, as `argmax` and other index-giving operations give them. @example tensor([0, 2], { dtype: int32 }) */
export const int32 = "int32";
/** Truth values, as comparisons give them. @example x.gt(0).dtype === bool */
export const bool = "bool";

/**
 * The engine's only integer, where PyTorch has int64: whole numbers from −2³¹ to 2³¹ − 1.
 * @example tensor([0, 1], { dtype: torch.int64 })
 */
export const int64 = int32;
/**
 * {@link int64} by PyTorch's other name.
 * @example tensor([0, 1], { dtype: torch.long })
 */
export const long = int32;
/**
 * {@link float32} by PyTorch's other name.
 * @example zeros(2, { dtype: torch.float })
 */
export const float = float32;
/**
 * {@link float64} by PyTorch's other name.
 * @example zeros(2, { dtype: torch.double })
 */
export const double = float64;
