"""Between records and the pure core: records -> core objects, codes -> sentences, traces -> explanation lines."""
