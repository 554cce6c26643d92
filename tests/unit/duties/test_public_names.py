"""The public functions are functions, whatever was called before them."""

import subprocess
import sys

SCRIPT = """
import inspect
import detente as dt
dt.duty("9506.62.40", on="2025-10-26")
for name in dt.__all__:
    function = getattr(dt, name)
    assert inspect.isfunction(function), name
    takes = inspect.signature(function).parameters.values()
    assert all(p.annotation is not inspect.Parameter.empty for p in takes), name
    assert function.__doc__ and function.__doc__.strip(), name
row = {"hts": ["9506.62.40"], "origin": ["CN"], "entry_date": ["2025-10-26"], "customs_value_usd": [10000]}
print(dt.assess(row)["total_pct"].to_list())
"""


def test_every_public_name_is_a_function_with_typed_parameters() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[37.5]"
