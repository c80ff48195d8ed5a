"""Files of tables: what people send becomes rows, and rows become files that Excel opens."""
