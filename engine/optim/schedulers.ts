/** Learning-rate schedules: PyTorch's `torch.optim.lr_scheduler`. */
export {
  CosineAnnealingLR,
  ExponentialLR,
  LambdaLR,
  LRScheduler,
  MultiStepLR,
  ReduceLROnPlateau,
  StepLR,
  type PlateauOptions,
  type Schedulable,
  type ScheduleState,
} from "./lrScheduler.ts";
export {
  ChainedScheduler,
  ConstantLR,
  LinearLR,
  OneCycleLR,
  PolynomialLR,
  SequentialLR,
  type OneCycleOptions,
} from "./warmup.ts";
