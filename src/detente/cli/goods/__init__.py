"""Commands about goods themselves, before a shipment is asked about."""
