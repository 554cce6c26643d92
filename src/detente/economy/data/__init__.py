"""What the model is fed with: world files, published data sets, elasticities, tariff codes to sectors."""
