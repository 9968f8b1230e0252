"""What the ALS programs share: the matrix that AlsSpeed wrote, and NDCG@10 as AlsSpeed measures it."""

import numpy as np
from scipy.sparse import csr_matrix

JUDGES = 10_000
CUT_OFF = 10


def read(file):
    """The matrix to train on and the held-out one, users x items of ones."""
    numbers = np.fromfile(file, dtype="<i4")
    users, items = int(numbers[0]), int(numbers[1])
    parts, at = [], 2
    for _ in range(2):
        entries = int(numbers[at])
        starts = numbers[at + 1 : at + 2 + users]
        columns = numbers[at + 2 + users : at + 2 + users + entries]
        ones = np.ones(entries, np.float32)
        parts.append(csr_matrix((ones, columns, starts), shape=(users, items)))
        at += 2 + users + entries
    return parts


def judges(held_out):
    """The users with held-out items."""
    lengths = np.diff(held_out.indptr)[:JUDGES]
    return np.flatnonzero(lengths)


def ndcg(users, item_factors, who, train, held_out):
    """The mean over `who`, whose vectors are the rows of `users`; known items are left out."""
    discounts = 1 / np.log2(np.arange(2, CUT_OFF + 2))
    ideals = np.cumsum(discounts)
    total = 0.0
    for first in range(0, len(who), 500):
        some = who[first : first + 500]
        scores = users[first : first + 500] @ item_factors.T
        for row, user in enumerate(some):
            scores[row, train[user].indices] = -np.inf
        best = np.argpartition(-scores, CUT_OFF, axis=1)[:, :CUT_OFF]
        order = np.argsort(-np.take_along_axis(scores, best, 1), axis=1)
        best = np.take_along_axis(best, order, 1)
        for row, user in enumerate(some):
            relevant = held_out[user].indices
            gain = discounts[np.isin(best[row], relevant)].sum()
            total += gain / ideals[min(CUT_OFF, len(relevant)) - 1]
    return total / len(who)
