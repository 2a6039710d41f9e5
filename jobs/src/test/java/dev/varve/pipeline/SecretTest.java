package dev.varve.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretTest {
    @Test
    void onlyRevealGivesItOut() {
        Secret secret = new Secret("hunter2");

        assertThat(secret.reveal()).isEqualTo("hunter2");
        assertThat(secret).hasToString("***");
        assertThat("password " + secret).isEqualTo("password ***");
    }
}
