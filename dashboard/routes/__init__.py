"""Answers that are no Dash page: pages without scripts, files, health. Plain Flask on the same View."""
