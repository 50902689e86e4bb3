"""Multinomial logistic regression with the usual ridge penalty, found in tens of steps instead of hundreds.

The columns of sentence vectors are of very different spread and go together, which makes a plain descent creep. So it descends in
coordinates in which the columns are independent and equally wide; the minimum is the same, whatever coordinates one walks in.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize

# Where no slope of the mean loss is steeper, it is flat enough: closer in, hardly one guess in a thousand changes.
_FLAT = 1.5e-6
_MOST_STEPS = 300


def fit_softmax(inputs: np.ndarray, labels: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The coefficients (classes, d) and intercepts (classes,), for inputs (n, d), labels 0 to classes - 1 and a weight for each row.

    They minimise the weighted cross-entropy plus half the squared coefficients; the intercepts cost nothing. All is float32, but for
    the sums of the loss.
    """
    rows, classes = len(inputs), int(labels.max()) + 1
    design = np.hstack([inputs, np.ones((rows, 1))]).astype(np.float32)
    weights = weights.astype(np.float32)
    wanted = np.zeros((rows, classes), dtype=np.float32)
    wanted[np.arange(rows), labels] = weights
    penalty = np.ones((design.shape[1], 1), dtype=np.float32)
    penalty[-1] = 0
    spread = _inverse_root((design * weights[:, None]).T @ design / classes + np.diag(penalty[:, 0] + 1e-6))
    walked = design @ spread

    def loss_and_slope(flat: np.ndarray) -> tuple[float, np.ndarray]:
        position = flat.reshape(-1, classes).astype(np.float32)
        scores = walked @ position
        scores -= scores.max(axis=1, keepdims=True)
        loss = -np.einsum("nc,nc->", scores, wanted, dtype=np.float64)
        np.exp(scores, out=scores)
        totals = scores.sum(axis=1)
        loss += (weights * np.log(totals)).sum(dtype=np.float64)
        scores *= (weights / totals)[:, None]
        scores -= wanted
        coefficients = spread @ position
        loss += 0.5 * (penalty * coefficients**2).sum(dtype=np.float64)
        slope = walked.T @ scores + spread.T @ (penalty * coefficients)
        return float(loss), slope.ravel().astype(np.float64)

    options = {"maxiter": _MOST_STEPS, "ftol": 0, "gtol": _FLAT * float(weights.sum())}
    found = minimize(loss_and_slope, np.zeros(design.shape[1] * classes), jac=True, method="L-BFGS-B", options=options)
    coefficients = spread @ found.x.reshape(-1, classes).astype(np.float32)
    return coefficients[:-1].T, coefficients[-1]


def _inverse_root(matrix: np.ndarray) -> np.ndarray:
    """The symmetric R with R R = the inverse of a symmetric positive matrix."""
    values, vectors = np.linalg.eigh(matrix.astype(np.float64))
    return ((vectors / np.sqrt(values)) @ vectors.T).astype(np.float32)
