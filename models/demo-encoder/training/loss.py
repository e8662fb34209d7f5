"""The training loss: MedCLIP's semantic matching loss, and four helpers that make a small CPU budget enough.

Statements carry facts: a row of {-1, 0, +1} over the named facts of `facts.py` (+1 the sentence says it is there, -1 it
says it is not there, 0 it does not speak of it). Films carry {-1, +1}: what is on the film.
"""

import torch
import torch.nn.functional as F
from torch import nn

MAXIMUM_LOGIT_SCALE = 4.6052
TARGET_SHARPNESS = 8.0


def agreement(films, statements):
    """(films, statements): mean agreement over the facts a statement speaks of, from -1 to 1."""
    return films @ statements.T / statements.abs().sum(1).clamp(min=1)


def soft_cross_entropy(logits, targets):
    return -(targets * logits.log_softmax(1)).sum(1).mean()


def semantic_matching(cosine, similarity, logit_scale):
    """Wang et al., "MedCLIP", EMNLP 2022, §3.3: soft targets from label similarity, both directions.

    The paper's target is softmax(s); here it is softmax(TARGET_SHARPNESS · s), since s lies in [-1, 1].
    """
    logits = cosine * logit_scale.clamp(0, MAXIMUM_LOGIT_SCALE).exp()
    rows = (similarity * TARGET_SHARPNESS).softmax(1)
    columns = (similarity.T * TARGET_SHARPNESS).softmax(1)
    return 0.5 * (soft_cross_entropy(logits, rows) + soft_cross_entropy(logits.T, columns))


def slot_rarity(masks, slot_coverage):
    """(slots,): how much a covered token counts; the rarer the slot, the more. masks (n, slots, 28, 28) uint8."""
    share = (torch.from_numpy(masks).float().div(255).flatten(2) > slot_coverage).float().mean((0, 2))
    return share.clamp(min=1e-6).rsqrt().clamp(4, 25)


class Helpers(nn.Module):
    """Parameters that exist only while training; none of them is exported."""

    def __init__(self, embedding, facts, slots, stage_widths, slot_coverage):
        """slot_coverage: share of a 7×7 cell under a mask from which the cell counts as fully positive."""
        super().__init__()
        self.slot_coverage = slot_coverage
        self.pair_scale = nn.Parameter(torch.tensor(2.3))
        self.pair_bias = nn.Parameter(torch.tensor(0.0))
        self.ground_scale = nn.Parameter(torch.tensor(0.7))
        self.fact_scale = nn.Parameter(torch.tensor(2.3))
        self.fact_head = nn.Linear(embedding, facts)
        self.slot_head = nn.Linear(embedding, slots)
        self.stage_heads = nn.ModuleList(nn.Sequential(nn.LayerNorm(w), nn.Linear(w, slots)) for w in stage_widths)

    def pair(self, cosine, truth, weight):
        """Is this statement true of this film? A sigmoid for every pair (Zhai et al., "SigLIP", ICCV 2023, eq. 1)."""
        logits = cosine * self.pair_scale.exp() + self.pair_bias
        return F.binary_cross_entropy_with_logits(logits, truth, weight)

    def facts(self, embedding, films, weight):
        """Linear read-out of every fact from the normalised embedding; films in {-1, +1}."""
        logits = self.fact_head(embedding * self.fact_scale.exp())
        return F.binary_cross_entropy_with_logits(logits, (films + 1) / 2, weight)

    def slots(self, projected, coverage, rarity):
        """Linear read-out, token by token, of what the planted masks cover; coverage (batch, 49, slots) in 0…1."""
        targets = (coverage / self.slot_coverage).clamp(max=1)
        return F.binary_cross_entropy_with_logits(self.slot_head(projected), targets, 1 + rarity * targets)

    def stages(self, kept, masks, rarity):
        """The same read-out from the tokens of earlier stages (deep supervision: Lee et al., AISTATS 2015).

        kept: stage tokens (batch, side², width); masks (batch, slots, 28, 28).
        """
        total = 0
        for head, tokens in zip(self.stage_heads, kept):
            side = int(tokens.shape[1] ** 0.5)
            targets = (F.avg_pool2d(masks, masks.shape[-1] // side) / self.slot_coverage / 2).clamp(max=1)
            targets = targets.flatten(2).transpose(1, 2)
            total = total + F.binary_cross_entropy_with_logits(head(tokens), targets, 1 + rarity * targets)
        return total

    def ground(self, projected, norm, text, coverage):
        """Where a true sentence speaks: softmax over the tokens of the centred map against the planted mask.

        projected (batch, 49, d), norm |u| (batch), text (statements, d) normalised,
        coverage (batch, statements, 49), all zero where the pair has no mask.
        """
        centred = (projected - projected.mean(0)) / norm[:, None, None]
        logits = torch.einsum("btd,sd->bst", centred, text) * self.ground_scale.exp()
        total = coverage.sum(2)
        chosen = total > 0
        if not bool(chosen.any()):
            return logits.sum() * 0
        targets = coverage[chosen] / total[chosen][:, None]
        return soft_cross_entropy(logits[chosen], targets)
