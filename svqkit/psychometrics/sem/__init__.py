"""The factor-model engine: syntax, parameter table, matrices, estimation, fit."""
