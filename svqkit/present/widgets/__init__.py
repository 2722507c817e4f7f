"""Widgets: a pure compute step, tested without a browser, and a view that shows it."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach(
    __name__,
    submod_attrs={
        "alpha_explorer": ["AlphaExplorer"],
        "careless_lab": ["CarelessLab"],
        "gap_explorer": ["GapExplorer"],
        "gap_model_map": ["GapModelMap"],
        "opened": ["opened_data"],
        "opened_state": ["opened_state"],
        "opened_surveys": ["opened_surveys"],
    },
)
