using ErrorManagement.Analytics.Signatures;

namespace ErrorManagement.Analytics.Tests.Signatures;

public sealed class StatusTextTests
{
    [Theory] // U36: beside HTTP, status, code, or its own words
    [InlineData("HTTP 404", 404)]
    [InlineData("http 503 from upstream", 503)]
    [InlineData("HTTP404", 404)]
    [InlineData("HTTP-404", 404)]
    [InlineData("HTTP/1.1 404", 404)]
    [InlineData("HTTP/2 503", 503)]
    [InlineData("GET /orders HTTP/1.1\" 500 123", 500)]
    [InlineData("HTTP error 404", 404)]
    [InlineData("HTTP Error 404.0 - Not Found", 404)]
    [InlineData("HTTP Error 404.13", 404)]
    [InlineData("HTTP response was 500.", 500)]
    [InlineData("status 404", 404)]
    [InlineData("status: 404", 404)]
    [InlineData("status=503;", 503)]
    [InlineData("Status code 500", 500)]
    [InlineData("status_code: 404", 404)]
    [InlineData("StatusCode=NotFound (404)", 404)]
    [InlineData("{\"status\":404,\"x\":1}", 404)]
    [InlineData("{\"statusCode\": 404}", 404)]
    [InlineData("the code was 404", 404)]
    [InlineData("error code: 503", 503)]
    [InlineData("STATUS 404", 404)]
    [InlineData("ſtatus ok, http:404", 404)]
    [InlineData("404 Not Found", 404)]
    [InlineData("404 Page not found", 404)]
    [InlineData("404: not found", 404)]
    [InlineData("404 (Not Found)", 404)]
    [InlineData("404 NotFound", 404)]
    [InlineData("not found: 404", 404)]
    [InlineData("Not Found (404)", 404)]
    [InlineData("(404) Not Found.", 404)]
    [InlineData("The remote server returned an error: (500) Internal Server Error.", 500)]
    [InlineData("The remote server returned an error: (503) Server Unavailable.", 503)]
    [InlineData("503 Service Temporarily Unavailable", 503)]
    [InlineData("Response status code does not indicate success: 404 (Not Found).", 404)]
    [InlineData("Response status code does not indicate success: 418.", 418)]
    [InlineData("The answer has the status 503.", 503)]
    [InlineData("got a 404 status", 404)]
    [InlineData("429 Too Many Requests", 429)]
    public void A_number_in_the_context_of_a_status_is_one(string text, int status) => Read(text).Should().Equal(status);

    [Theory] // B25
    [InlineData("1500 rows")]
    [InlineData("line 404")]
    [InlineData("error at line 404, column 500")]
    [InlineData("line 404: not found")]
    [InlineData("at line 404 status unknown")]
    [InlineData("Program.cs:404: not found")]
    [InlineData("main.c:404:12")]
    [InlineData("500 rows were read")]
    [InlineData("took 500 ms")]
    [InlineData("took 503ms")]
    [InlineData("404")]
    [InlineData("order 404 failed")]
    [InlineData("503 items, status unknown")]
    [InlineData("port 404")]
    [InlineData("localhost:500")]
    [InlineData("http://500.example.org/")]
    [InlineData("http://x/orders/404")]
    [InlineData("HTTP 1404")]
    [InlineData("HTTP 4040")]
    [InlineData("HTTP 404th")]
    [InlineData("HTTP 1,404 bytes")]
    [InlineData("code 1.404")]
    [InlineData("code -404")]
    [InlineData("HTTP 50%, 404%")]
    [InlineData("exit code 404")]
    [InlineData("zip code 503")]
    [InlineData("barcode 404")]
    [InlineData("status of 503 rows")]
    [InlineData("returned 500 rows")]
    [InlineData("code E404")]
    [InlineData("HTTP 099")]
    [InlineData("HTTP 600")]
    [InlineData("HTTP ٤٠٤")]
    [InlineData("404 not foundation")]
    [InlineData("not, status. 404")]
    [InlineData("")]
    public void A_number_that_is_counted_measured_or_located_is_none(string text) => Read(text).Should().BeEmpty();

    [Fact]
    public void Several_are_found_and_each_place_is_looked_at() => Read("line 404, then HTTP 404, status 503 and 500 rows").Should().Equal(404, 503);

    [Fact]
    public void No_text_makes_it_throw_or_take_long()
    {
        var random = new Random(1);
        const string signs = "0123456789 HTTPstausconf:=()[]-_/\\.,\"'\r\n\u0000\ud83d\ude00é";
        for (var i = 0; i < 5_000; i++)
        {
            Read(string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => signs[random.Next(signs.Length)])));
        }

        foreach (var piece in new[] { "404", "404 ", " HTTP", "http://", "::::", "status ", "not found ", "404 not foun" })
        {
            Read(string.Concat(Enumerable.Repeat(piece, 16_384 / piece.Length)));
        }
    }

    private static int[] Read(string text)
    {
        var set = default(StatusSet);
        StatusText.Read(text, ref set);
        return [.. Enumerable.Range(0, 1_000).Where(status => set.Contains(status))];
    }
}
