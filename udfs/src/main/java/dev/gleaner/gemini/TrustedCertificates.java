package dev.gleaner.gemini;

import dev.gleaner.text.ByteOrderMark;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The certificates of a PEM file, trusted besides those that the JVM trusts. Stateless. */
final class TrustedCertificates {
    private TrustedCertificates() {}

    /**
     * Reads the file.
     *
     * @throws IllegalArgumentException if it cannot be read or holds no certificate
     */
    static TrustManagerFactory read(String file) {
        try {
            List<Certificate> certificates = new ArrayList<>(ofFile(Path.of(file)));
            certificates.addAll(ofJvm());
            return trusting(certificates);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "model.caCertificates cannot be read: " + file + ": " + reason(e), e);
        }
    }

    private static Collection<? extends Certificate> ofFile(Path file)
            throws IOException, CertificateException {
        byte[] pem = ByteOrderMark.without(Files.readAllBytes(file));
        Collection<? extends Certificate> found =
                CertificateFactory.getInstance("X.509")
                        .generateCertificates(new ByteArrayInputStream(pem));
        if (found.isEmpty()) {
            throw new CertificateException("it holds no certificate in PEM");
        }
        return found;
    }

    private static List<Certificate> ofJvm() throws GeneralSecurityException {
        List<Certificate> certificates = new ArrayList<>();
        for (TrustManager manager : factory(null).getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                certificates.addAll(List.of(x509.getAcceptedIssuers()));
            }
        }
        return certificates;
    }

    private static TrustManagerFactory trusting(List<Certificate> certificates)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (int i = 0; i < certificates.size(); i++) {
            store.setCertificateEntry(Integer.toString(i), certificates.get(i));
        }
        return factory(store);
    }

    private static TrustManagerFactory factory(@Nullable KeyStore store)
            throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }

    private static String reason(Exception e) {
        String type = e.getClass().getSimpleName();
        return e.getMessage() == null ? type : type + ": " + e.getMessage();
    }
}
