package dev.varve.lake;

class S3LeaseIT extends LeaseContractTest {
    @Override
    ObjectStore emptyStore() {
        return Buckets.emptyStore();
    }
}
