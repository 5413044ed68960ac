package dev.gleaner.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedCertificatesTest {
    private final Path folder;

    TrustedCertificatesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void certificatesOfTheFile_areTrustedBesidesTheJvms() throws Exception {
        Path file = folder.resolve("ca.pem");
        Files.writeString(
                file,
                "\uFEFF"
                        + certificate("CN=three").getCertificatePEM()
                        + "\n"
                        + certificate("CN=four").getCertificatePEM());

        List<String> trusted = names(TrustedCertificates.read(file.toString()));

        TrustManagerFactory jvm =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        jvm.init((@Nullable KeyStore) null);
        assertThat(trusted).contains("CN=three", "CN=four").containsAll(names(jvm));
    }

    @Test
    void missingFile_isNamedWithItsOption() {
        String file = folder.resolve("none.pem").toString();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrustedCertificates.read(file))
                .withMessageStartingWith(
                        "model.caCertificates cannot be read: " + file + ": NoSuchFileException");
    }

    @Test
    void fileWithoutCertificate_isNamedWithItsOption() throws Exception {
        for (String content :
                List.of(
                        "",
                        "no PEM",
                        "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----")) {
            Path file = Files.writeString(folder.resolve("ca.pem"), content);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TrustedCertificates.read(file.toString()))
                    .withMessageStartingWith("model.caCertificates cannot be read: " + file);
        }
    }

    private static X509Bundle certificate(String subject) throws Exception {
        return new CertificateBuilder()
                .ecp256()
                .subject(subject)
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    private static List<String> names(TrustManagerFactory factory) {
        return List.of(((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers())
                .stream()
                .map(certificate -> certificate.getSubjectX500Principal().getName())
                .toList();
    }
}
