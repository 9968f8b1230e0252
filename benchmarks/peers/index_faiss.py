"""Searches the vectors of IndexSpeed with FAISS and hnswlib and prints lines of the same form.

A sweep over inverted files with plain floats, bytes and product codes (rescored), and at most a million vectors over
graphs as well; for each the settings from fastest to slowest. One thread searches.
"""

import argparse
import time

import faiss
import numpy as np

options = argparse.ArgumentParser(description=__doc__)
options.add_argument("file")
options.add_argument("--k", type=int, default=500)
options.add_argument("--threads", type=int, default=2, help="that build")
options.add_argument("--lists", type=int, nargs="+", default=[1024, 4096])
options.add_argument("--codes", nargs="*", default=["Flat", "SQ8", "PQ64x4fs,RFlat", "PQ32x4fs,RFlat"])
options.add_argument("--rounds", type=int, default=2)
options.add_argument("--graphs", action="store_true")
options = options.parse_args()

with open(options.file, "rb") as file:
    n, d, many = np.fromfile(file, "<i4", 3)
    vectors = np.fromfile(file, "<f4", n * d).reshape(n, d)
    queries = np.fromfile(file, "<f4", many * d).reshape(many, d)
k = options.k
print(f"# faiss {faiss.__version__}, {faiss.get_compile_options()}", flush=True)

faiss.omp_set_num_threads(options.threads)
flat = faiss.IndexFlatIP(int(d))
flat.add(vectors)
_, exact = flat.search(queries, k)


def recall(found, cut):
    return np.mean([len(set(f[:cut]) & set(e[:cut])) / cut for f, e in zip(found, exact)])


def report(name, search):
    found = [search(query[None])[0] for query in queries]
    millis = []
    for _ in range(options.rounds):
        for query in queries:
            start = time.perf_counter()
            search(query[None])
            millis.append((time.perf_counter() - start) * 1e3)
    print(
        f"{name} recall@10 {recall(found, 10):.4f} recall@{k} {recall(found, k):.4f}"
        f" p50 {np.percentile(millis, 50):.3f} ms p99 {np.percentile(millis, 99):.3f} ms",
        flush=True,
    )
    return recall(found, k)


def build(factory, lists=1024):
    faiss.omp_set_num_threads(options.threads)
    start = time.perf_counter()
    index = faiss.index_factory(int(d), factory, faiss.METRIC_INNER_PRODUCT)
    index.train(vectors[np.random.default_rng(1).choice(n, min(n, 64 * lists), replace=False)])
    index.add(vectors)
    print(f"{factory} built in {time.perf_counter() - start:.1f} s", flush=True)
    faiss.omp_set_num_threads(1)
    return index


for lists in options.lists:
    for codes in options.codes:
        index = build(f"IVF{lists},{codes}", lists)
        refined = "RFlat" in codes
        inner = faiss.downcast_index(index.base_index) if refined else index
        for factor in [2, 4] if refined else [1]:
            if refined:
                index.k_factor = factor
            for share in [0.01, 0.02, 0.04, 0.06, 0.1, 0.15, 0.25, 0.4, 0.6]:
                inner.nprobe = max(1, int(lists * share))
                name = f"faiss IVF{lists},{codes} nprobe={inner.nprobe}" + (f" k_factor={factor}" if refined else "")
                if report(name, lambda query: index.search(query, k)[1]) > 0.993:
                    break

if options.graphs:
    index = build("HNSW32")
    for breadth in [512, 1024, 2048]:
        index.hnsw.efSearch = breadth
        report(f"faiss HNSW32 efSearch={breadth}", lambda query: index.search(query, k)[1])
    del index

    import hnswlib

    start = time.perf_counter()
    graph = hnswlib.Index("ip", int(d))
    graph.init_index(int(n), M=16, ef_construction=200)
    graph.add_items(vectors, num_threads=options.threads)
    print(f"hnswlib M=16 built in {time.perf_counter() - start:.1f} s", flush=True)
    graph.set_num_threads(1)
    for breadth in [512, 1024, 2048]:
        graph.set_ef(breadth)
        report(f"hnswlib M=16 ef={breadth}", lambda query: graph.knn_query(query, k)[0])
