"""The review of copies: its page in `view.py`, beside it what the page does, says and remembers."""
