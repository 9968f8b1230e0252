"""How many examples a second does PyTorch train of the two-tower model that Marquee trains?

    python two_tower_torch.py --train FILE [--init DIR] [--steps N] [--threads N] ...

User vector: map x (mean of the last `--history` items' vectors) + vector of the user id.
Item vector: of the item id. Both of length 1; score = dot / temperature + the item's bias. Sampled
softmax over the batch's targets and `--negatives` uniform items, less the log of how often each is expected among
them; a row's own target in another column is masked. Sparse gradients unless --dense, Adagrad, fixed rate.

FILE has lines `user item item ...`, plain or .gz; users and items are numbered as they first
appear, examples (a user with one of its items) user by user, each user's in random order. A folder given to --init holds
the starting point, little-endian; what is missing is drawn by seed, and --save writes all of it:
    user.f32      users x dim       item.f32      items x dim       map.f32  dim x dim (out, in)
    order.i32     example numbers, a batch after the other; its whole batches are the steps
    negatives.i32 item numbers, steps x negatives
Output: `step loss examples/s` a line, the loss as mean over the last `--report` steps, the speed
since the first line (building and the first steps aside); at the end one JSON object.
"""
import argparse
import gzip
import json
import os
import time

import numpy as np
import torch
import torch.nn.functional as F
torch.sparse.check_sparse_tensor_invariants.disable()


def settings():
    p = argparse.ArgumentParser(usage=__doc__)
    p.add_argument("--train", required=True, action="append", help="repeatable, joined")
    p.add_argument("--init")
    p.add_argument("--save")
    p.add_argument("--dim", type=int, default=64)
    p.add_argument("--history", type=int, default=50)
    p.add_argument("--pool", choices=["before", "others"], default="others", help="others: round the end too")
    p.add_argument("--batch", type=int, default=2048)
    p.add_argument("--negatives", type=int, default=2048)
    p.add_argument("--steps", type=int, default=400)
    p.add_argument("--rate", type=float, default=0.05)
    p.add_argument("--accumulator", type=float, default=0.0, help="Adagrad's sums begin here")
    p.add_argument("--epsilon", type=float, default=1e-10, help="beside the root of Adagrad's sums")
    p.add_argument("--temperature", type=float, default=0.1)
    p.add_argument("--length", type=float, default=0.1, help="of drawn ids' vectors, about")
    p.add_argument("--no-biases", action="store_true", help="of items")
    p.add_argument("--no-user-ids", action="store_true")
    p.add_argument("--dense", action="store_true", help="dense gradients: the same steps")
    p.add_argument("--no-logq", action="store_true")
    p.add_argument("--report", type=int, default=50, help="steps a line")
    p.add_argument("--threads", type=int, default=os.cpu_count())
    p.add_argument("--seed", type=int, default=1)
    return p.parse_args()


def histories(files):
    """Items by user: starts (users + 1) and items, both by number."""
    users, items, of = {}, {}, []
    for file in files:
        with (gzip.open if file.endswith(".gz") else open)(file, "rt") as lines:
            for line in lines:
                user, *its = line.split() or [None]
                if its:
                    number = users.setdefault(user, len(users))
                    if number == len(of):
                        of.append([])
                    of[number] += [items.setdefault(item, len(items)) for item in its]
    shuffle = np.random.default_rng(1)  # neighbours in a file may be neighbours in time: histories must not know
    of = [shuffle.permutation(its) for its in of]
    starts = np.cumsum([0] + [len(its) for its in of])
    return starts, np.array([item for its in of for item in its]), len(users), len(items)


def start(a, examples, users, items):
    """The starting point: files where they are, else drawn by seed."""
    os.makedirs(a.save or ".", exist_ok=True)
    random = np.random.default_rng(a.seed)
    epochs = -(-a.steps * a.batch // examples)

    def part(name, kind, shape, drawn):
        file = os.path.join(a.init or "", name)
        drawn = drawn()  # also where it is read, so that no part depends on which others are
        part = np.fromfile(file, kind) if a.init and os.path.exists(file) else drawn.astype(kind)
        if a.save:
            part.tofile(os.path.join(a.save, name))
        return part.reshape(shape)

    ids = lambda rows: lambda: random.normal(0, a.length / a.dim ** 0.5, (rows, a.dim))
    return (part("user.f32", "<f4", (users, a.dim), ids(users)),
            part("item.f32", "<f4", (items, a.dim), ids(items)),
            part("map.f32", "<f4", (a.dim, a.dim), lambda: np.eye(a.dim)),
            part("order.i32", "<i4", (-1,),
                 lambda: np.concatenate([random.permutation(examples) for _ in range(epochs)])),
            part("negatives.i32", "<i4", (-1, a.negatives),
                 lambda: random.integers(0, items, (a.steps, a.negatives))))


def main():
    a = settings()
    torch.set_num_threads(a.threads)
    starts, of_users, users, items = histories(a.train)
    examples = len(of_users)
    user0, item0, map0, order, negatives = map(torch.from_numpy, start(a, examples, users, items))
    targets, lengths = torch.from_numpy(of_users), torch.from_numpy(np.diff(starts))
    user_of = torch.repeat_interleave(torch.arange(users), lengths)
    starts = torch.from_numpy(starts)[:-1]
    expected = a.batch * torch.bincount(targets, minlength=items) / examples + a.negatives / items
    log_q = torch.zeros(items) if a.no_logq else expected.log()

    user_ids = torch.nn.Embedding.from_pretrained(user0, freeze=False, sparse=not a.dense)
    item_ids = torch.nn.Embedding.from_pretrained(item0, freeze=False, sparse=not a.dense)
    history_map = torch.nn.Parameter(map0)
    biases = torch.nn.Embedding.from_pretrained(torch.zeros(items, 1), freeze=False, sparse=not a.dense)
    learned = [item_ids.weight, history_map] + [user_ids.weight][: not a.no_user_ids]
    learned += [biases.weight][: not a.no_biases]
    adagrad = torch.optim.Adagrad(learned, a.rate, 0, 0, a.accumulator, a.epsilon, fused=a.dense)
    back, rows = torch.arange(1, a.history + 1), torch.arange(a.batch)

    def step(batch, sampled):
        user = user_of[batch]
        first, length = starts[user], lengths[user]
        place = batch - first
        room = (length - 1 if a.pool == "others" else place).clamp(max=a.history)
        kept = back <= room[:, None]  # batch x history
        pooled = targets[(first[:, None] + (place[:, None] - back) % length[:, None])[kept]]
        mean = F.embedding_bag(pooled, item_ids.weight, room.cumsum(0) - room, mode="mean", sparse=not a.dense)
        wanted = mean @ history_map.T if a.no_user_ids else torch.addmm(user_ids(user), mean, history_map.T)
        columns = torch.cat([targets[batch], sampled])
        likes = -log_q[columns] if a.no_biases else biases(columns)[:, 0] - log_q[columns]
        scores = torch.addmm(likes, F.normalize(wanted) / a.temperature, F.normalize(item_ids(columns)).T)
        row, column = (columns.int()[:a.batch, None] == columns.int()).nonzero(as_tuple=True)
        again = row != column
        # A masked score's gradient is 0 as it is: nothing to record.
        scores.detach()[row[again], column[again]] = -torch.inf
        loss = F.cross_entropy(scores, rows)
        adagrad.zero_grad()
        loss.backward()
        adagrad.step()
        return loss.detach()

    steps = min(a.steps, len(order) // a.batch, len(negatives))
    losses, began, speed = [], None, 0.0
    for i in range(steps):
        losses.append(step(order[i * a.batch:(i + 1) * a.batch].long(), negatives[i].long()))
        if (i + 1) % a.report == 0:
            now = time.perf_counter()
            speed = (i + 1 - a.report) * a.batch / (now - began) if began else 0.0
            began = began or now
            print(f"{i + 1} {torch.stack(losses[-a.report:]).mean():.6f} {speed:.0f}", flush=True)
    print(json.dumps({"torch": torch.__version__, "threads": a.threads, "users": users, "items": items,
                      "examples": examples, "steps": steps, "examples_per_second": speed}))


if __name__ == "__main__":
    main()
