"""The public functions stay functions, whatever was called before them."""

import subprocess
import sys

SCRIPT = """
import detente as dt
dt.duty("9506.62.40", on="2025-10-26")
row = {"hts": ["9506.62.40"], "origin": ["CN"], "entry_date": ["2025-10-26"], "customs_value_usd": [10000]}
print(dt.assess(row)["total_pct"].to_list())
"""


def test_assess_can_be_called_after_duty() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[37.5]"
