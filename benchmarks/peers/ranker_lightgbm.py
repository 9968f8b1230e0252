"""How well does LightGBM predict from the ranker's own rows?

Reads examples that `marquee export examples` wrote: those that `train` learns from, and the later ones of either state.
Chooses among a few shapes by the log loss of both outcomes on the training rows from `--valid-from` on, then learns from
all training rows, a tenth longer. A completed watch is predicted directly, from all impressions.

Prints what `evaluate` does: AUC, log loss, GAUC (by viewer, weighted by impressions), and ECE over 20 bins of equal mass.
"""

import argparse
import datetime
import time

import lightgbm
import numpy as np
import pyarrow.parquet

options = argparse.ArgumentParser(description=__doc__)
options.add_argument("train")
options.add_argument("live")
options.add_argument("frozen")
options.add_argument("--valid-from", required=True, help="ISO-8601 with a zone")
options.add_argument("--threads", type=int, default=2)
options = options.parse_args()

OUTCOMES = ["clicked", "completed"]
MOST_ROUNDS = 800
PATIENCE = 40

# leaves, least rows of a leaf, L2, share of the features of a tree, learning rate, whether it reads categories
SHAPES = [
    (15, 200, 1, 0.3, 0.03, False),
    (15, 200, 1, 0.3, 0.03, True),
    (7, 200, 1, 0.5, 0.05, True),
    (31, 500, 10, 0.3, 0.03, True),
    (63, 1000, 30, 0.2, 0.03, True),
]


class Examples:
    def __init__(self, file):
        table = pyarrow.parquet.read_table(file)
        types = {field.name: field.type for field in table.schema}
        numbers = [name for name, kind in types.items() if kind == pyarrow.float32() and name != "watched seconds"]
        # A cross is for models that cannot cross by themselves.
        self.categories = [
            name for name, kind in types.items() if kind == pyarrow.int32() and name != "position" and " x " not in name
        ]
        self.numbers = np.stack([table[name].to_numpy() for name in numbers], 1)
        self.hashes = np.stack([table[name].to_numpy() for name in self.categories], 1)
        self.labels = {name: table[name].to_numpy().astype(int) for name in OUTCOMES}
        self.users = np.unique(table["user"].to_numpy().astype(str), return_inverse=True)[1]
        self.times = table["time"].cast(pyarrow.timestamp("ms")).to_numpy()

    def matrix(self, known, has_categories):
        """Numbers, and categories by their place among those of `known`: -1 for others."""
        if not has_categories:
            return self.numbers
        places = []
        for column, values in zip(self.hashes.T, known):
            at = np.searchsorted(values, column).clip(0, len(values) - 1)
            places.append(np.where(values[at] == column, at, -1))
        return np.concatenate([self.numbers, np.stack(places, 1)], 1).astype(np.float32)


def auc(scores, labels):
    positives = int(labels.sum())
    negatives = len(labels) - positives
    if positives == 0 or negatives == 0:
        return None
    _, place, many = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(many) - (many - 1) / 2)[place]
    return (ranks[labels == 1].sum() - positives * (positives + 1) / 2) / (positives * negatives)


def grouped_auc(scores, labels, users):
    order = np.argsort(users, kind="stable")
    cuts = np.flatnonzero(np.diff(users[order])) + 1
    parts = [(auc(scores[rows], labels[rows]), len(rows)) for rows in np.split(order, cuts)]
    parts = [part for part in parts if part[0] is not None]
    return sum(value * rows for value, rows in parts) / sum(rows for _, rows in parts)


def log_loss(scores, labels):
    scores = scores.clip(1e-15, 1 - 1e-15)
    return -np.mean(np.where(labels == 1, np.log(scores), np.log1p(-scores)))


def expected_error(scores, labels):
    _, place, many = np.unique(scores, return_inverse=True, return_counts=True)
    shares = (np.bincount(place, labels) / many)[place]  # equal predictions share their positives
    order = np.argsort(scores, kind="stable")
    bins = np.arange(len(scores)) * 20 // len(scores)
    gaps = np.bincount(bins, (scores - shares)[order])
    return np.abs(gaps).sum() / len(scores)


def parameters(shape):
    leaves, least, l2, features, rate, _ = shape
    return dict(
        objective="binary",
        num_leaves=leaves,
        min_data_in_leaf=least,
        lambda_l2=l2,
        feature_fraction=features,
        bagging_fraction=0.8,
        bagging_freq=1,
        learning_rate=rate,
        cat_smooth=50,
        cat_l2=20,
        min_data_per_group=100,
        num_threads=options.threads,
        deterministic=True,
        seed=1,
        verbose=-1,
    )


def dataset(matrix, labels, shape, reference=None):
    numbers = train.numbers.shape[1]
    categories = list(range(numbers, matrix.shape[1])) if shape[-1] else []
    return lightgbm.Dataset(matrix, labels, categorical_feature=categories, reference=reference)


train = Examples(options.train)
begin = datetime.datetime.fromisoformat(options.valid_from).astimezone(datetime.timezone.utc).replace(tzinfo=None)
late = train.times >= np.datetime64(begin)
known = [np.unique(column[~late]) for column in train.hashes.T]
print(f"LightGBM {lightgbm.__version__}: {len(late)} examples, {late.sum()} of them choose the shape", flush=True)

tried = []
for shape in SHAPES:
    start = time.perf_counter()
    matrix = train.matrix(known, shape[-1])
    losses, rounds = [], []
    for outcome in OUTCOMES:
        labels = train.labels[outcome]
        early = dataset(matrix[~late], labels[~late], shape)
        booster = lightgbm.train(
            parameters(shape),
            early,
            MOST_ROUNDS,
            valid_sets=[dataset(matrix[late], labels[late], shape, early)],
            callbacks=[lightgbm.early_stopping(PATIENCE, verbose=False)],
        )
        losses.append(log_loss(booster.predict(matrix[late]), labels[late]))
        rounds.append(booster.best_iteration)
    tried.append((sum(losses), shape, rounds))
    print(f"{shape}: loss {losses[0]:.4f} + {losses[1]:.4f} after {rounds}, {time.perf_counter() - start:.0f} s", flush=True)

_, shape, rounds = min(tried)
print(f"chosen: {shape}")
start = time.perf_counter()
known = [np.unique(column) for column in train.hashes.T]
boosters = [
    lightgbm.train(
        parameters(shape), dataset(train.matrix(known, shape[-1]), train.labels[outcome], shape), int(1.1 * many)
    )
    for outcome, many in zip(OUTCOMES, rounds)
]
print(f"learned from all in {time.perf_counter() - start:.0f} s", flush=True)
print(f"{'':10} {'outcome':10} {'AUC':>7} {'loss':>7} {'GAUC':>7} {'ECE':>7}")
for state in ["live", "frozen"]:
    rows = Examples(getattr(options, state))
    matrix = rows.matrix(known, shape[-1])
    for outcome, booster in zip(OUTCOMES, boosters):
        labels = rows.labels[outcome]
        scores = booster.predict(matrix)
        figures = [
            auc(scores, labels),
            log_loss(scores, labels),
            grouped_auc(scores, labels, rows.users),
            expected_error(scores, labels),
        ]
        print(f"{state:10} {outcome:10} " + " ".join(f"{figure:7.4f}" for figure in figures), flush=True)
