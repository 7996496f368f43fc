"""Synthetic registers and exports: people, clean rows, planted defects and what a run must say of them."""

from dq.sample.sample import RECIPES, Sampled, SampleRequest, sample

__all__ = ["RECIPES", "SampleRequest", "Sampled", "sample"]
