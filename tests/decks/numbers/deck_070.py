"""Trust regions and PPO."""

NUMBERS: dict[str, tuple[str, ...]] = {
    "ppo-big-steps": (f"${0.1**2 / (2 * 1**2):.3f}$", f"${0.1**2 / (2 * 0.01**2):.0f}$"),
}
