package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gleaner.job.EnrichmentJob;
import dev.gleaner.simulator.SimulatorSettings;
import dev.gleaner.spec.JobSpec;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.InstantiationUtil;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A broker that speaks TLS only, to clients that it knows. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class KafkaSecurityITCase {
    private static final String LISTENER = "SECURE";

    /** With what JAAS, properties and templates would take for their own. */
    private static final String MARK = "marked-" + UUID.randomUUID();

    private static final String PASSWORD = MARK + " \"q\" \\n ${x:y} {{z}}; '";
    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule";
    private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule";
    private static final String OAUTH =
            "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule";

    private static Path evidence;
    private static Path secret;
    private static Path truststore;
    private static EndToEnd system;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        X509Bundle certificate =
                new CertificateBuilder()
                        .ecp256()
                        .subject("CN=kafka")
                        .setIsCertificateAuthority(true)
                        .addExtendedKeyUsageServerAuth()
                        .addSanIpAddress("127.0.0.1")
                        .buildSelfSigned();
        evidence = Files.createDirectory(directory.resolve("evidence"));
        secret = Files.writeString(directory.resolve("password"), PASSWORD + "\n");
        truststore =
                Files.writeString(
                        directory.resolve("truststore.pem"), certificate.getCertificatePEM());
        system =
                EndToEnd.start(
                        evidence, SimulatorSettings.defaults(), "any-key", broker(certificate));
        try (Admin admin =
                Admin.create(
                        Map.of("bootstrap.servers", (Object) system.kafka().bootstrapServers()))) {
            admin.alterUserScramCredentials(
                            List.of(
                                    new UserScramCredentialUpsertion(
                                            "gleaner",
                                            new ScramCredentialInfo(
                                                    ScramMechanism.SCRAM_SHA_512, 4_096),
                                            PASSWORD)))
                    .all()
                    .get();
        }
    }

    private static Map<String, String> broker(X509Bundle certificate) {
        String listener = "listener.name.secure.";
        Map<String, String> broker = new HashMap<>();
        broker.put(
                "listeners",
                "CLIENTS://127.0.0.1:0,CONTROLLER://127.0.0.1:0," + LISTENER + "://127.0.0.1:0");
        broker.put(
                "listener.security.protocol.map",
                "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT," + LISTENER + ":SASL_SSL");
        broker.put(listener + "sasl.enabled.mechanisms", "SCRAM-SHA-512,PLAIN,OAUTHBEARER");
        broker.put(listener + "scram-sha-512.sasl.jaas.config", SCRAM + " required;");
        broker.put(
                listener + "plain.sasl.jaas.config",
                PLAIN + " required user_gleaner=\"" + System.getenv("PATH") + "\";");
        broker.put(
                listener + "oauthbearer.sasl.jaas.config",
                OAUTH + " required unsecuredLoginStringClaim_sub=\"broker\";");
        broker.put(listener + "ssl.keystore.type", "PEM");
        broker.put(listener + "ssl.keystore.key", certificate.getPrivateKeyPEM());
        broker.put(listener + "ssl.keystore.certificate.chain", certificate.getCertificatePEM());
        return broker;
    }

    @AfterAll
    static void stop() throws Exception {
        system.close();
    }

    private static Map<String, String> client(String mechanism, String login) {
        return Map.of(
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                mechanism,
                "sasl.jaas.config",
                login,
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                truststore.toString());
    }

    private static Map<String, String> scram(Path password) {
        return client(
                "SCRAM-SHA-512",
                SCRAM + " required username=\"gleaner\" password=\"{{file:" + password + "}}\";");
    }

    private static SpecText spec(Trial trial, Map<String, String> client) throws Exception {
        String servers = system.kafka().bootstrapServers(LISTENER);
        return trial.spec()
                .with("source.bootstrapServers", servers)
                .with("source.properties", client)
                .with("sink.properties", client)
                .with("sink.delivery", "exactly-once");
    }

    @ParameterizedTest
    @CsvSource({"SCRAM-SHA-512", "PLAIN", "OAUTHBEARER"})
    void job_readsAndWrites_overTlsWithALogin(String mechanism) throws Exception {
        Map<String, String> client =
                switch (mechanism) {
                    case "PLAIN" ->
                            client(
                                    mechanism,
                                    PLAIN
                                            + " required username=\"gleaner\""
                                            + " password=\"{{env:PATH}}\";");
                    case "OAUTHBEARER" ->
                            client(
                                    mechanism,
                                    OAUTH + " required unsecuredLoginStringClaim_sub=\"gleaner\";");
                    default -> scram(secret);
                };
        Trial trial = system.trial();
        trial.load(Message.some(3));
        Results results = trial.run(spec(trial, client));
        assertThat(results.enriched()).hasSize(3);
        assertThat(results.deadLetters()).isEmpty();
    }

    @Test
    void wrongPassword_isSaidAtSubmission() throws Exception {
        Path wrong = Files.writeString(secret.resolveSibling("wrong"), MARK);
        Trial trial = system.trial();
        assertThatThrownBy(() -> trial.run(spec(trial, scram(wrong))))
                .hasMessageContaining("source.properties: Kafka at ")
                .hasMessageContaining("the login failed (Authentication failed")
                .message()
                .doesNotContain(MARK);
    }

    @Test
    void brokerThatIsNotTrusted_isSaidAtSubmission() throws Exception {
        Map<String, String> client = new HashMap<>(scram(secret));
        client.remove("ssl.truststore.type");
        client.remove("ssl.truststore.location");
        Trial trial = system.trial();
        assertThatThrownBy(() -> trial.run(spec(trial, client)))
                .hasMessageContaining("source.properties: Kafka at ")
                .hasMessageContaining("the login failed (")
                .hasMessageContaining("certification path");
    }

    @Test
    void secretThatIsMissing_endsTheJob_withCauseAndFix() throws Exception {
        Path missing = secret.resolveSibling("missing");
        Trial trial = system.trial();
        trial.load(Message.some(1));
        try (RunningJob job =
                trial.start(spec(trial, scram(missing)).without("source.stopAt"), 1, null)) {
            JobFailedException failure = job.failure();
            assertThat(failure)
                    .hasMessageContaining("The secret file:" + missing)
                    .hasMessageContaining("does not exist on this machine. Give it to the job");
        }
    }

    @Test
    @SuppressWarnings("try") // the log is to be closed, and no more
    void secret_isNowhereButAtTheClients() throws Exception {
        Evidence kept = new Evidence(evidence);
        Trial trial = system.trial();
        trial.load(Message.some(3));
        SpecText text = spec(trial, scram(secret)).without("source.stopAt");
        try (LogCapture log = LogCapture.to(evidence.resolve("log.txt"))) {
            JobSpec spec = text.load();
            kept.keep("spec.txt", spec.toString().getBytes(StandardCharsets.UTF_8));
            StreamExecutionEnvironment environment = system.cluster().environment();
            EnrichmentJob.define(environment, withoutTransactions(text).load());
            var graph = environment.getStreamGraph(false).getJobGraph();
            kept.keep("job.graph", InstantiationUtil.serializeObject(graph));
            try (RunningJob job = trial.start(text, 1, null)) {
                Await.until("all", () -> job.metric("enriched") == 3);
                kept.keepRestAnswers(system.cluster().webAddress());
                assertThat(job.stop(evidence.resolve("savepoints"))).isNotEmpty();
            }
            Path gone = secret.resolveSibling("gone");
            Throwable failure =
                    catchThrowable(() -> trial.run(spec(trial, scram(gone)).with("name", "gone")));
            assertThat(failure).isNotNull();
        }
        assertThat(kept.filesWith(secret.toString())).contains("job.graph");
        assertThat(kept.filesWith("SCRAM-SHA-512")).contains("log.txt");
        assertThat(kept.placesOf(MARK)).isEmpty();
    }

    private static SpecText withoutTransactions(SpecText text) {
        return text.with("sink.delivery", "at-least-once");
    }
}
