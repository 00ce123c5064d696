"""Alerts without accounts: rules of situation.toml, what holds by them, and who is told, once.

`rules` says which alerts hold of what is known, `weeks` what a week is, `words` what an alert says. `memory` keeps what
was told, `message` and `targets` bring it to a webhook and by mail, `rounds` puts a round of `waymark watch` together.
"""
