"""Trains the `implicit` package's ALS on the matrix of AlsSpeed and prints lines of the same form.

Its loss is AlsLoss with exponent 0, divided by the unobserved weight: alpha is 1 / unobserved, the
regularization is regularisation / unobserved. Only its iterations are timed, not its transposing.
Users are folded in exactly before they are measured, as for Marquee, and untimed.
"""

import argparse
import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

from implicit.cpu.als import AlternatingLeastSquares
from threadpoolctl import threadpool_limits

import als_matrix

options = argparse.ArgumentParser(description=__doc__)
options.add_argument("matrix")
options.add_argument("--d", type=int, default=64)
options.add_argument("--solver", choices=["cg", "exact"], default="cg")
options.add_argument("--iterations", type=int, default=15)
options.add_argument("--threads", type=int, default=2)
options.add_argument("--unobserved", type=float, default=0.05)
options.add_argument("--regularisation", type=float, default=15)
options = options.parse_args()

train, held_out = als_matrix.read(options.matrix)
who = als_matrix.judges(held_out)
model = AlternatingLeastSquares(
    factors=options.d,
    alpha=1 / options.unobserved,
    regularization=options.regularisation / options.unobserved,
    use_cg=options.solver == "cg",
    iterations=options.iterations,
    num_threads=options.threads,
    random_state=1,
)
seconds = 0.0


def tell(iteration, elapsed, _):
    global seconds
    seconds += elapsed
    model._YtY = None  # else the item factors of the first time it is asked for stay in it
    users = model.recalculate_user(who, train[who])
    ndcg = als_matrix.ndcg(users, model.item_factors, who, train, held_out)
    print(
        f"implicit {options.solver} d={options.d} epoch {iteration + 1}"
        f" seconds {seconds:.2f} ndcg {ndcg:.5f}",
        flush=True,
    )


with threadpool_limits(1, "blas"):
    model.fit(train, show_progress=False, callback=tell)
