"""Trains Spark MLlib's ALS on the matrix of AlsSpeed and prints lines of the same form.

Spark scales its regularisation by a row's interactions: AlsLoss with exponent 1, but for the
unobserved pairs. Each line is a training of its own, from an empty state, as Spark offers no other
way to look at the vectors between iterations; reading the interactions into memory is not timed.
Use a small matrix.
"""

import argparse
import os
import sys
import time

os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # workers need numpy, too

import numpy as np
from pyspark.ml.recommendation import ALS
from pyspark.sql import SparkSession

import als_matrix

options = argparse.ArgumentParser(description=__doc__)
options.add_argument("matrix")
options.add_argument("--d", type=int, default=64)
options.add_argument("--iterations", type=int, nargs="+", default=[1, 10])
options.add_argument("--threads", type=int, default=2)
options.add_argument("--unobserved", type=float, default=0.05)
options.add_argument("--regularisation", type=float, default=0.1)
options = options.parse_args()

train, held_out = als_matrix.read(options.matrix)
who = als_matrix.judges(held_out)
spark = (
    SparkSession.builder.master(f"local[{options.threads}]")
    .config("spark.driver.memory", "6g")
    .config("spark.ui.enabled", "false")
    .config("spark.sql.shuffle.partitions", str(2 * options.threads))
    .getOrCreate()
)
spark.sparkContext.setLogLevel("ERROR")


def vectors(frame, rows):
    """The vectors of a Spark model by row; Spark has none for rows without interactions."""
    filled = np.zeros((rows, options.d), np.float32)
    for row in frame.toLocalIterator():
        filled[row["id"]] = row["features"]
    return filled


pairs = train.tocoo()
chunks = np.array_split(np.column_stack([pairs.row, pairs.col]), 4 * options.threads)
frame = (
    spark.sparkContext.parallelize(chunks, len(chunks))
    .flatMap(lambda chunk: ((int(user), int(item), 1.0) for user, item in chunk))
    .toDF(["user", "item", "rating"])
    .cache()
)
frame.count()
for iterations in options.iterations:
    als = ALS(
        rank=options.d,
        maxIter=iterations,
        implicitPrefs=True,
        alpha=1 / options.unobserved,
        regParam=options.regularisation / options.unobserved,
        seed=1,
        numUserBlocks=2 * options.threads,
        numItemBlocks=2 * options.threads,
    )
    start = time.time()
    model = als.fit(frame)
    model.itemFactors.count()
    seconds = time.time() - start
    users = vectors(model.userFactors, train.shape[0])[who]
    items = vectors(model.itemFactors, train.shape[1])
    ndcg = als_matrix.ndcg(users, items, who, train, held_out)
    print(
        f"spark cholesky d={options.d} epoch {iterations} seconds {seconds:.2f} ndcg {ndcg:.5f}",
        flush=True,
    )
spark.stop()
