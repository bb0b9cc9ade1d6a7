"""flashrl: interview practice for reinforcement learning, with live simulations in the cards."""

__version__ = "0.1.0"
