package dev.varve.lake;

class S3StoreIT extends ObjectStoreContractTest {
    @Override
    ObjectStore emptyStore() {
        return Buckets.emptyStore();
    }
}
