/** What a recurrent cell computes at each step, as PyTorch has it. */
import type { RecurrencePicture } from "../../../../engine/payload/networkPictures.ts";

export function formulasOf({ type, activation }: RecurrencePicture): string[] {
  switch (type) {
    case "RNN":
      return [`hₜ = ${activation}(W xₜ + U hₜ₋₁ + b)`];
    case "GRU":
      return [
        "r = σ(Wᵣ xₜ + Uᵣ hₜ₋₁ + bᵣ)",
        "z = σ(W_z xₜ + U_z hₜ₋₁ + b_z)",
        "n = tanh(Wₙ xₜ + bₙ + r ⊙ (Uₙ hₜ₋₁ + cₙ))",
        "hₜ = (1 − z) ⊙ n + z ⊙ hₜ₋₁",
      ];
    case "LSTM":
      return [
        "i, f, o = σ(W xₜ + U hₜ₋₁ + b)",
        "g = tanh(W xₜ + U hₜ₋₁ + b)",
        "cₜ = f ⊙ cₜ₋₁ + i ⊙ g",
        "hₜ = o ⊙ tanh(cₜ)",
      ];
  }
}
