"""What a shipment owes and whether it may ship or dock."""
