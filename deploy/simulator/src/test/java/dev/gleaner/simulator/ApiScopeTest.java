package dev.gleaner.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.simulator.ModelCall.Operation;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiScopeTest {

    @ParameterizedTest
    @CsvSource({
        "/v1beta/models/m:generateContent,v1beta,false,''",
        "/v1/models/m:generateContent,v1,false,''",
        "/v1/publishers/google/models/m:generateContent,v1,true,''",
        "/v1/projects/p/locations/l/publishers/google/models/m:generateContent,v1,true,projects/p/locations/l",
        "/v1beta1/projects/p/locations/l/publishers/google/models/m:generateContent,v1beta1,true,projects/p/locations/l"
    })
    void parse_path_namesItsApiAndTheModel(
            String path, String version, boolean vertex, String parent) {
        ApiScope.Path parsed = Objects.requireNonNull(ApiScope.parse(path));
        ApiScope scope = new ApiScope(version, vertex, parent);
        assertThat(parsed.scope()).isEqualTo(scope);
        assertThat(ModelCall.parse(parsed))
                .isEqualTo(new ModelCall(scope, "m", Operation.GENERATE));
        assertThat(CacheCall.parse(parsed)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/v1",
                "/v1beta",
                "/v2/models/m:generateContent",
                "/v1beta1/models/m:generateContent",
                "/v1/projects/p/locations/l",
                "/v1beta/projects/p/locations/l/cachedContents",
                "/control"
            })
    void parse_anotherPath_isNone(String path) {
        ApiScope.Path parsed = ApiScope.parse(path);
        assertThat(parsed == null || ModelCall.parse(parsed) == null).isTrue();
        assertThat(parsed == null || CacheCall.parse(parsed) == null).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "models/:generateContent",
                "models/m",
                "models/m:embedContent",
                "x/m:generateContent"
            })
    void modelCall_anotherOperation_isNone(String rest) {
        ApiScope scope = new ApiScope("v1beta", false, "");
        assertThat(ModelCall.parse(new ApiScope.Path(scope, rest))).isNull();
    }

    @Test
    void cacheCall_oneOrAll() {
        ApiScope scope = new ApiScope("v1", true, "projects/p/locations/l");
        assertThat(CacheCall.parse(new ApiScope.Path(scope, "cachedContents")))
                .isEqualTo(new CacheCall(scope, ""));
        assertThat(CacheCall.parse(new ApiScope.Path(scope, "cachedContents/7")))
                .isEqualTo(new CacheCall(scope, "7"));
        assertThat(CacheCall.parse(new ApiScope.Path(scope, "cachedContents/"))).isNull();
        assertThat(CacheCall.parse(new ApiScope.Path(scope, "cachedContents/7/x"))).isNull();
        assertThat(CacheCall.parse(new ApiScope.Path(scope, "cachedContentsX"))).isNull();
        assertThat(CacheCall.name(scope, "7")).isEqualTo("projects/p/locations/l/cachedContents/7");
    }
}
