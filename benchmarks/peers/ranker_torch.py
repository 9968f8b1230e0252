"""How many examples a second does PyTorch learn from with the ranker's network?

Reads what `RankerSpeed what=train file=FILE` wrote and trains the network of that run: dense features and their wide
weights, embeddings of fields and attributes, attention over the last watches, experts and gates or plain layers, two
heads with the loss of the entire space, Adam with sparse rows of the table.
"""

import argparse
import time

import numpy as np
import torch
from torch import nn

options = argparse.ArgumentParser(description=__doc__)
options.add_argument("file")
options.add_argument("--batch", type=int, default=512)
options.add_argument("--threads", type=int, default=2)
options.add_argument("--epochs", type=int, default=3, help="the first is not counted")
options.add_argument("--embedding", type=int, default=6)
options.add_argument("--layers", type=int, nargs="+", default=[128])
options.add_argument("--experts", type=int, default=3)
options.add_argument("--bits", type=int, default=18)
options = options.parse_args()
torch.set_num_threads(options.threads)

DEEP = [0, 1, 2, 3, 4, 9, 10, 11, 12, 5, 6, 7, 8, 13]  # fields with an embedding; the others are crosses
TARGET = [8, 5]  # video and category

with open(options.file, "rb") as file:
    n, dense, fields, user, video, _ = np.fromfile(file, "<i4", 6)
    rows = np.fromfile(file, "<i4").reshape(n, -1)
x = torch.from_numpy(rows[:, :dense].view("<f4").copy())
x = ((x - x.mean(0)) / (x.std(0) + 1e-3)).clamp(-5, 5)
cut = np.cumsum([dense, fields, user, video, 100])
field, of_user, of_video, history = (
    torch.from_numpy(rows[:, a:b].astype(np.int64)) for a, b in zip(cut, cut[1:])
)
labels = torch.from_numpy(rows[:, -2:].astype(np.float32))
d = options.embedding
NOTHING = 1 << options.bits  # a row of zeros


def padded(of):
    return torch.where(of < 0, NOTHING, of)


of_user, of_video, history = padded(of_user), padded(of_video), padded(history)


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.table = nn.Embedding(NOTHING + 1, 2 + d, sparse=True)
        nn.init.normal_(self.table.weight, 0, 0.01)
        self.wide = nn.Linear(int(dense), 2)
        self.recency = nn.Parameter(torch.zeros(50))
        sizes = [int(dense) + (len(DEEP) + 4) * d] + options.layers
        last = options.layers[-1]
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes[:-2], sizes[1:-1]))
        self.last = nn.Linear(sizes[-2], options.experts * last + (2 * options.experts if options.experts > 1 else 0))
        self.heads = nn.Parameter(0.01 * torch.randn(2, last))

    def bag(self, of):
        rows = self.table(of)
        there = (of < NOTHING).unsqueeze(-1)
        rows = rows * there
        return rows[..., :2].sum(1), rows[..., 2:].sum(1) / there.sum(1).clamp(min=1)

    def forward(self, x, field, of_user, of_video, history):
        rows = self.table(field)
        wide_user, mean_user = self.bag(of_user)
        wide_video, mean_video = self.bag(of_video)
        wide = self.wide(x) + rows[..., :2].sum(1) + wide_user + wide_video
        target = rows[:, TARGET, 2:].sum(1)
        keys = self.table(history)[..., 2:].reshape(len(x), 50, 2, d).sum(2)
        there = history[:, ::2] < NOTHING
        scores = (keys @ target.unsqueeze(-1)).squeeze(-1) / d**0.5 + self.recency
        shares = torch.softmax(scores.masked_fill(~there, -1e9), 1) * there
        pooled = (shares.unsqueeze(1) @ keys).squeeze(1)
        z = torch.cat([x, rows[:, DEEP, 2:].flatten(1), mean_user, mean_video, pooled, pooled * target], 1)
        for layer in self.layers:
            z = torch.relu(layer(z))
        z = self.last(z)
        if options.experts == 1:
            return torch.relu(z) @ self.heads.T + wide
        experts = torch.relu(z[:, : -2 * options.experts]).view(len(x), options.experts, -1)
        gates = torch.softmax(z[:, -2 * options.experts :].view(len(x), 2, options.experts), 2)
        return ((gates @ experts) * self.heads).sum(2) + wide


network = Network()
table = torch.optim.SparseAdam([network.table.weight], lr=3e-4)
rest = torch.optim.Adam([p for name, p in network.named_parameters() if name != "table.weight"], lr=1e-3)
for epoch in range(options.epochs):
    order = torch.randperm(int(n))
    start = time.perf_counter()
    total = 0.0
    for at in range(0, int(n), options.batch):
        some = order[at : at + options.batch]
        logits = network(x[some], field[some], of_user[some], of_video[some], history[some])
        click = torch.sigmoid(logits[:, 0])
        both = click * torch.sigmoid(logits[:, 1])
        loss = nn.functional.binary_cross_entropy(click, labels[some, 0])
        loss = loss + nn.functional.binary_cross_entropy(both, labels[some, 1])
        table.zero_grad()
        rest.zero_grad()
        loss.backward()
        table.step()
        rest.step()
        total += loss.item() * len(some)
    seconds = time.perf_counter() - start
    print(f"epoch {epoch + 1}: loss {total / n:.4f}, {n / seconds:,.0f} examples a second", flush=True)
