#!/usr/bin/env bash
# How many seconds of training do Marquee's ALS and that of the `implicit` package need for the same ranking quality?
#
#   benchmarks/peers/als.sh MATRIX [D ...]     MATRIX is the file to write; D is 64 128
#
#   PYTHON   with numpy, scipy and implicit (and pyspark for SPARK=1), see README.md (default python3)
#   JAVA     of a JDK 25 (default java)
#   THREADS  of each library (default 2)
#   SPARK    1: measures against Spark MLlib instead, on a matrix a tenth as large
#
# Needs `mvn -DskipTests package` before. One run, one library after the other; what they print
# goes to the standard error, the table to the standard output.
set -euo pipefail

peers=$(cd "$(dirname "$0")" && pwd)
matrix=${1:?name a file for the matrix}
shift
[ $# -gt 0 ] || set -- 64 128
threads=${THREADS:-2}
python=${PYTHON:-python3}
lines=$(mktemp)
trap 'rm -f "$lines"' EXIT

# implicit regularises all rows alike; Marquee does the same here. Spark regularises a row by its
# interactions, of which it has about 150.
unobserved=0.05
regularisation=30
spark_regularisation=0.1
shape=(users=138000 items=27000 entries=20000000)
if [ "${SPARK:-0}" = 1 ]; then
  shape=(users=14000 items=8000 entries=2000000)
fi

marquee() {
  "${JAVA:-java}" -Xmx4g -XX:+UseTransparentHugePages --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
    -cp "$peers/../target/benchmarks.jar:$peers/../target/lib/*" dev.marquee.benchmarks.AlsSpeed \
    "matrix=$matrix" "threads=$threads" "${shape[@]}" \
    "unobserved=$unobserved" "regularisation=$regularisation" exponent=0 "$@" | tee -a "$lines" >&2
}

# Any program in Python: its name, the dimension, further options.
peer() {
  local program=$1 d=$2
  shift 2
  "$python" "$peers/$program.py" "$matrix" --d "$d" --threads "$threads" \
    --unobserved "$unobserved" "$@" | tee -a "$lines" >&2
}

# The final ranking quality of a library.
goal() {
  awk -v library="$1" -v solver="$2" -v d="d=$3" \
    '$1 == library && $2 == solver && $3 == d { last = $9 } END { print last }' "$lines"
}

marquee epochs=0
for d in "$@"; do
  if [ "${SPARK:-0}" = 1 ]; then
    peer als_spark "$d" --regularisation "$spark_regularisation"
    marquee "d=$d" epochs=15 "until=$(goal spark cholesky "$d")"
  else
    peer als_implicit "$d" --regularisation "$regularisation" --solver cg
    peer als_implicit "$d" --regularisation "$regularisation" --solver exact --iterations 2
    marquee "d=$d" epochs=15 "until=$(goal implicit cg "$d")"
    marquee "d=$d" epochs=3 first=2 "block=$d"
  fi
done

# The goal of a dimension is what the peer (the first to come) ends with. The first epoch of a
# library also warms it up: an epoch's seconds are without it, where there are more.
awk '
  $4 == "epoch" {
    key = $1 " " $2 " " $3
    if (!(key in first)) { order[++keys] = key; first[key] = $5; begin[key] = $7 }
    epochs[key] = $5; seconds[key] = $7; ndcg[key] = $9
    times[key, $5] = $7; ranks[key, $5] = $9
  }
  END {
    print "library solver dimension | seconds an epoch | NDCG@10 (epochs) | goal | seconds to it"
    for (k = 1; k <= keys; k++) {
      key = order[k]
      split(key, word, " ")
      if (!(word[3] in goal)) goal[word[3]] = ndcg[key]
      each = seconds[key] / epochs[key]
      if (epochs[key] > first[key]) each = (seconds[key] - begin[key]) / (epochs[key] - first[key])
      reached = "-"
      for (e = 1; e <= epochs[key] && reached == "-"; e++)
        if ((key, e) in ranks && ranks[key, e] >= goal[word[3]]) reached = times[key, e]
      printf "%s | %.2f | %s (%d) | %s | %s\n", key, each, ndcg[key], epochs[key], goal[word[3]], reached
    }
  }' "$lines"
