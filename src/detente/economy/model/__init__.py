"""The trade model: accounts, variants, scenarios, one step and its adjoint, results and certificates."""
