package dev.gleaner.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LocalClusterITCase {
    private final Path directory;

    LocalClusterITCase(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void job_runsOnTheCluster() throws Exception {
        try (LocalCluster cluster = LocalCluster.start(directory, 2, "0")) {
            StreamExecutionEnvironment environment = cluster.environment();
            assertThat(environment.getParallelism()).isEqualTo(2);
            assertThat(environment.fromSequence(1, 100).executeAndCollect(1_000)).hasSize(100);
        }
    }

    @Test
    void webUi_isServed() throws Exception {
        try (LocalCluster cluster = LocalCluster.start(directory, 1, "0")) {
            assertThat(get(cluster.webAddress().resolve("/")).body()).contains("Apache Flink");
        }
    }

    @Test
    void takenPort_isPassedOver() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            String range = port + "-" + (port + 100);
            try (LocalCluster cluster = LocalCluster.start(directory, 1, range)) {
                assertThat(cluster.webAddress().getPort()).isGreaterThan(port);
            }
        }
    }

    private static HttpResponse<String> get(URI address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(address).build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
