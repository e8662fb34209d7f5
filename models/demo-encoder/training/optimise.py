"""AdamW over one flat vector, its schedule, and a running average of the weights."""

import math

import torch

BETAS = (0.9, 0.98)
DECAY = 0.03
CLIP = 1.0
AVERAGE = 0.998


class Flat:
    """All parameters of a module as one vector, so that gradients of several processes are added in one go."""

    def __init__(self, module):
        parameters = list(module.parameters())
        self.value = torch.cat([p.data.flatten() for p in parameters])
        self.gradient = torch.zeros_like(self.value)
        self.first, self.second = torch.zeros_like(self.value), torch.zeros_like(self.value)
        self.decay = torch.cat([torch.full((p.numel(),), DECAY if p.dim() > 1 else 0.0) for p in parameters])
        self.average = self.value.clone()
        self.steps, start = 0, 0
        for p in parameters:
            p.data = self.value[start : start + p.numel()].view(p.shape)
            p.grad = self.gradient[start : start + p.numel()].view(p.shape)
            start += p.numel()

    def step(self, gradient, rate):
        """Loshchilov & Hutter, "Decoupled Weight Decay Regularization", ICLR 2019, algorithm 2; gradient clipped by norm."""
        self.steps += 1
        gradient = gradient * min(1.0, CLIP / (float(gradient.norm()) + 1e-6))
        self.first.lerp_(gradient, 1 - BETAS[0])
        self.second.mul_(BETAS[1]).addcmul_(gradient, gradient, value=1 - BETAS[1])
        corrected = (self.second / (1 - BETAS[1] ** self.steps)).sqrt_().add_(1e-8)
        self.value.mul_(1 - rate * self.decay)
        self.value.addcdiv_(self.first, corrected, value=-rate / (1 - BETAS[0] ** self.steps))
        keep = min(AVERAGE, (1 + self.steps) / (10 + self.steps))
        self.average.lerp_(self.value, 1 - keep)

    def swap(self):
        """Exchange the weights and their average (to evaluate or save; call again to go back)."""
        kept = self.value.clone()
        self.value.copy_(self.average)
        self.average.copy_(kept)


def rate_at(step, highest, warm_up, decay_from, steps):
    """Linear warm-up, the highest rate until `decay_from`, then a half cosine down to a hundredth."""
    if step < warm_up:
        return highest * (step + 1) / warm_up
    first = max(warm_up, decay_from)
    part = max(0, step - first) / max(1, steps - first)
    return highest * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * part)))
