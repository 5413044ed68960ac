package dev.gleaner.simulator;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;

/**
 * A new key and the certificate that it signs for itself, for {@code localhost}, {@code 127.0.0.1}
 * and the host that is listened on. Immutable.
 *
 * @param certificate PEM
 * @param privateKey PEM
 */
record ServerCertificate(String certificate, String privateKey) {

    /**
     * Makes a key and its certificate.
     *
     * @throws IOException if this JVM cannot
     */
    static ServerCertificate create(String host) throws IOException {
        CertificateBuilder builder =
                new CertificateBuilder()
                        .ecp256()
                        .subject("CN=gleaner-simulator")
                        .setIsCertificateAuthority(true)
                        .addExtendedKeyUsageServerAuth()
                        .addSanDnsName("localhost")
                        .addSanIpAddress("127.0.0.1");
        if (!host.matches("[0-9.:]+|localhost")) {
            builder.addSanDnsName(host);
        }
        try {
            X509Bundle bundle = builder.buildSelfSigned();
            return new ServerCertificate(bundle.getCertificatePEM(), bundle.getPrivateKeyPEM());
        } catch (Exception e) { // as the builder declares it
            throw new IOException("cannot make a certificate: " + e.getMessage(), e);
        }
    }

    PemKeyCertOptions options() {
        return new PemKeyCertOptions()
                .addCertValue(Buffer.buffer(certificate))
                .addKeyValue(Buffer.buffer(privateKey));
    }

    /** Names no key. */
    @Override
    public String toString() {
        return certificate;
    }
}
