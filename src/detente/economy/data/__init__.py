"""What the model is fed with: world files, published data sets, elasticities, codes to sectors, the embedded world."""
