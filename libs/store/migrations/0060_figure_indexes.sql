-- What the gauges of operations ask for at every scrape, each from an index that holds only what is open or recent.
CREATE INDEX disputes_opened ON disputes (opened_at) INCLUDE (tenant_id, cause, currency, amount);
CREATE INDEX orders_open ON orders (tenant_id, state) WHERE state IN ('accepted', 'held');
CREATE INDEX deliveries_open ON deliveries (tenant_id, state, channel) WHERE state IN ('waiting', 'dead');
CREATE INDEX entries_open ON entries (tenant_id, currency) INCLUDE (amount, booked_on)
  WHERE state IN ('new', 'proposed', 'unmatched');
