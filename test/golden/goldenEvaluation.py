"""Makes evaluation.json: what scikit-learn says of recorded predictions. A script of its own, since it needs no PyTorch:

    python -m venv skl && skl/bin/pip install scikit-learn && skl/bin/python test/golden/goldenEvaluation.py

Ties, one class only, classes without examples and ignored labels are among the cases.
"""
import json
import pathlib
import warnings

import numpy as np
import sklearn
from sklearn.calibration import calibration_curve
from sklearn.metrics import (
    average_precision_score,
    brier_score_loss,
    classification_report,
    confusion_matrix,
    max_error,
    mean_absolute_error,
    mean_squared_error,
    median_absolute_error,
    precision_recall_curve,
    r2_score,
    roc_auc_score,
    roc_curve,
)

warnings.simplefilter("ignore")
IGNORED = -100
rng = np.random.default_rng(7)


def plain(value):
    """JSON without NaN and infinities: those are texts."""
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(one) for one in value]
    if isinstance(value, (np.integer, int)):
        return int(value)
    if isinstance(value, (np.floating, float)):
        if np.isfinite(value):
            return float(value)
        return "NaN" if np.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


def class_case(actual, said, labels=None):
    actual, said = np.asarray(actual), np.asarray(said)
    kept = actual != IGNORED
    right, told = actual[kept], said[kept]
    known = labels if labels is not None else sorted(set(right) | set(told))
    case = {"actual": actual, "said": said, "labels": labels, "known": known}
    for normalize in [None, "true", "pred", "all"]:
        case[f"matrix_{normalize}"] = confusion_matrix(right, told, labels=known, normalize=normalize)
    for zero in [0, 1, np.nan]:
        case[f"report_{zero}"] = classification_report(
            right, told, labels=known, output_dict=True, zero_division=zero
        )
    return case


def classes():
    cases = {
        "three classes": class_case(rng.integers(0, 3, 60), rng.integers(0, 3, 60)),
        "two classes": class_case(rng.integers(0, 2, 40), rng.integers(0, 2, 40)),
        "one class only, all right": class_case([1] * 5, [1] * 5),
        "one class only, some wrong": class_case([0] * 5, [0, 1, 0, 1, 0]),
        "a class never said": class_case([0, 1, 2, 2, 1, 0], [0, 1, 1, 1, 1, 0]),
        "a class never right": class_case([0, 1, 1, 0], [0, 2, 1, 0]),
        "empty classes among labels": class_case([0, 1, 1, 0], [0, 1, 0, 0], labels=[0, 1, 2, 3]),
        "labels in another order": class_case(rng.integers(0, 4, 50), rng.integers(0, 4, 50), labels=[3, 0, 2, 1]),
        "some labels only": class_case(rng.integers(0, 4, 50), rng.integers(0, 4, 50), labels=[1, 2]),
        "ignored": class_case([0, IGNORED, 1, 2, IGNORED, 2, 1], [0, 1, 1, 2, 2, 0, 1]),
        "negative and far": class_case([-1, 7, -1, 7, 7], [-1, -1, -1, 7, 7]),
    }
    return cases


def ranking_case(actual, scores):
    actual, scores = np.asarray(actual), np.asarray(scores, dtype=float)
    fpr, tpr, thresholds = roc_curve(actual, scores, pos_label=1)
    both = len(set(actual)) == 2
    precision, recall, at = precision_recall_curve(actual, scores, pos_label=1)
    return {
        "actual": actual,
        "scores": scores,
        "fpr": fpr,
        "tpr": tpr,
        "rocThresholds": thresholds,
        "area": roc_auc_score(actual, scores) if both else float("nan"),
        "precision": precision,
        "recall": recall,
        "thresholds": at,
        "averagePrecision": average_precision_score(actual, scores) if actual.any() else 0.0,
    }


def rankings():
    n = 200
    actual = rng.integers(0, 2, n)
    return {
        "scores": ranking_case(actual, rng.normal(size=n) + actual),
        "ties": ranking_case(actual, np.round(rng.normal(size=n) + actual, 0)),
        "all alike": ranking_case(actual, np.zeros(n)),
        "perfect": ranking_case([0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9]),
        "turned round": ranking_case([1, 1, 0, 0], [0.1, 0.2, 0.8, 0.9]),
        "of the documentation": ranking_case([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]),
        "ones only": ranking_case([1, 1, 1], [0.2, 0.4, 0.9]),
        "zeros only": ranking_case([0, 0, 0], [0.2, 0.4, 0.9]),
        "one example": ranking_case([1], [0.5]),
        "two examples": ranking_case([0, 1], [0.5, 0.5]),
    }


def several():
    n, k = 120, 4
    actual = rng.integers(0, k, n)
    logits = rng.normal(size=(n, k))
    logits[np.arange(n), actual] += 1
    probabilities = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    one_hot = np.eye(k)[actual]
    return {
        "actual": actual,
        "probabilities": probabilities,
        "area": roc_auc_score(actual, probabilities, multi_class="ovr", average="macro"),
        "areas": [roc_auc_score(one_hot[:, c], probabilities[:, c]) for c in range(k)],
        "averagePrecision": average_precision_score(one_hot, probabilities, average="macro"),
    }


def calibrations():
    n = 300
    said = rng.random(n)
    actual = (rng.random(n) < said**1.5).astype(int)
    cases = {}
    for name, (right, p) in {
        "random": (actual, said),
        "on the edges": (np.array([0, 1, 0, 1, 1, 1]), np.array([0, 0.2, 0.4, 0.4, 0.6, 1.0])),
        "one class": (np.ones(6, dtype=int), np.array([0.1, 0.9, 0.8, 0.8, 0.2, 1.0])),
        "few values": (actual[:50], np.round(said[:50], 1)),
    }.items():
        for strategy in ["uniform", "quantile"]:
            for bins in [5, 10]:
                true, mean = calibration_curve(right, p, n_bins=bins, strategy=strategy, pos_label=1)
                cases[f"{name}, {strategy}, {bins}"] = {
                    "actual": right,
                    "probabilities": p,
                    "strategy": strategy,
                    "bins": bins,
                    "observed": true,
                    "predicted": mean,
                    "brier": brier_score_loss(right, p, pos_label=1),
                }
    return cases


def regressions():
    n = 51
    actual = rng.normal(size=n)
    cases = {
        "random": (actual, actual + 0.3 * rng.normal(size=n)),
        "of the documentation": ([3, -0.5, 2, 7], [2.5, 0.0, 2, 8]),
        "constant, right": ([2, 2, 2], [2, 2, 2]),
        "constant, wrong": ([2, 2, 2], [2, 2, 3]),
        "worse than the mean": ([1, 2, 3], [3, 2, 1]),
        "one example": ([1], [2]),
    }
    return {
        name: {
            "actual": right,
            "said": said,
            "mse": mean_squared_error(right, said),
            "mae": mean_absolute_error(right, said),
            "medianError": median_absolute_error(right, said),
            "maxError": max_error(right, said),
            "r2": r2_score(right, said),
        }
        for name, (right, said) in cases.items()
    }


def histograms():
    values = rng.normal(size=150)
    cases = {
        "thirty": np.histogram(values, bins=30),
        "edges": np.histogram(values, bins=[-2, -1, 0, 0.5, 2]),
        "range": np.histogram(values, bins=8, range=(-1, 1)),
        "auto": np.histogram(values, bins="auto"),
        "density": np.histogram(values, bins=12, density=True),
    }
    quartiles = np.percentile(values, [25, 50, 75])
    return {"values": values, "quartiles": quartiles, **{name: {"counts": c, "edges": e} for name, (c, e) in cases.items()}}


golden = {
    "scikit-learn": sklearn.__version__,
    "classes": classes(),
    "rankings": rankings(),
    "several": several(),
    "calibrations": calibrations(),
    "regressions": regressions(),
    "histograms": histograms(),
}
path = pathlib.Path(__file__).parent / "evaluation.json"
path.write_text(json.dumps(plain(golden), separators=(",", ":")) + "\n")
