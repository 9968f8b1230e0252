#!/usr/bin/env bash
# How many examples per second do Marquee and PyTorch train the same two towers on, and is the loss the same?
#
#   benchmarks/peers/two_tower.sh PAIRS     gzipped lines `user item item ...`, numbers from 0
#
#   PYTHON   with numpy and torch, see README.md (default python3)
#   JAVA     of a JDK 25 (default java)
#   THREADS  of each (default 2)
#   EPOCHS   of Marquee (default 5); PyTorch trains as many steps
#   D, BATCH, NEGATIVES, HISTORY   (default 64, 2048, 2048, 50)
#
# Needs `mvn -DskipTests package` before. One run, one after the other: Marquee, PyTorch with sparse gradients, PyTorch
# with dense ones, Marquee again. A line is an epoch: steps, mean loss, examples a second since the first line.
set -euo pipefail

peers=$(cd "$(dirname "$0")" && pwd)
pairs=${1:?name a file of pairs}
threads=${THREADS:-2}
epochs=${EPOCHS:-5}
d=${D:-64}
batch=${BATCH:-2048}
negatives=${NEGATIVES:-2048}
history=${HISTORY:-50}

marquee() {
  echo "marquee"
  "${JAVA:-java}" -XX:+UseTransparentHugePages --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
    -cp "$peers/../target/benchmarks.jar:$peers/../target/lib/*" dev.marquee.benchmarks.TwoTowerSpeed \
    "train=$pairs" "threads=$threads" "epochs=$epochs" "d=$d" "batch=$batch" "negatives=$negatives" "history=$history"
}

examples=$(gzip -dc "$pairs" | awk '{ n += NF - 1 } END { print n }')
steps=$(( (examples + batch - 1) / batch ))

peer() {
  echo "pytorch $*"
  "${PYTHON:-python3}" "$peers/two_tower_torch.py" --train "$pairs" --threads "$threads" --dim "$d" --batch "$batch" \
    --negatives "$negatives" --history "$history" --steps $((epochs * steps)) --report "$steps" "$@"
}

marquee
peer
peer --dense
marquee
