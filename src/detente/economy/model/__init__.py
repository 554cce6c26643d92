"""The trade model: accounts and variants of the model, one step and its adjoint, solvers, certified results."""
