"""Law becomes checked, dated, immutable tables; status on a day as known on a day."""

from detente.regime.status import Card, card, clocks
from detente.regime.tables import Tables, build_tables, tables
from detente.regime.timeline import track_state

__all__ = ["Card", "Tables", "build_tables", "card", "clocks", "tables", "track_state"]
