using System.Net;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ErrorManagement.Classification;
using ErrorManagement.Http;
using ErrorManagement.Retries;
using static ErrorManagement.Core.Tests.Http.StubTransport;

namespace ErrorManagement.Core.Tests.Http;

/// <summary>What a handler does with one request: bodies, headers, marks, answers.</summary>
public class HttpExchangeTests
{
    private static readonly Uri Address = new("http://x/");

    [Fact]
    public async Task No_exception_of_a_call_keeps_the_mark_against_a_second_try()
    {
        var broken = new HttpRequestException("reset");
        var seen = new List<Exception>();
        using var client = Client(
            new Custom(async attempt =>
            {
                for (var i = 0; i < 3; i++)
                {
                    try
                    {
                        await attempt();
                    }
                    catch (Exception e)
                    {
                        ErrorClassifier.Default.Classify(e).CanRetry.Should().BeFalse("inside the policy");
                        seen.Add(e);
                    }
                }

                throw new InvalidOperationException("enough");
            }),
            new StubTransport(Throw(broken)));

        await Record.ExceptionAsync(() => client.PostAsync(Address, null));

        seen.Should().HaveCount(3).And.OnlyContain(e => ReferenceEquals(e, broken));
        seen.Should().OnlyContain(e => ErrorClassifier.Default.Classify(e, default).CanRetry);
    }

    [Fact]
    public async Task Neither_does_the_one_that_stands_in_for_a_failure_nobody_saw()
    {
        var timeout = new ManualTimeout(abandons: true);
        var late = new TaskCompletionSource<HttpResponseMessage>();
        var retry = new VerdictRetry(inner: timeout);
        using var client = Client(retry, new StubTransport((_, _) => late.Task));
        var posting = client.PostAsync(Address, null);
        timeout.Strike();

        var thrown = await Record.ExceptionAsync(() => posting);
        late.SetException(new HttpRequestException("late"));
        var abandoned = await Record.ExceptionAsync(() => timeout.Abandoned!);

        retry.Verdicts[^1].CanRetry.Should().BeFalse();
        ErrorClassifier.Default.Classify(thrown!).CanRetry.Should().BeTrue();
        ErrorClassifier.Default.Classify(abandoned!).CanRetry.Should().BeTrue("a failure that comes after the end is not marked at all");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_the_host_laid_beside_an_exception_is_there_again(bool canRetry)
    {
        var broken = new HttpRequestException("reset");
        RetryAdvice.Attach(broken, TimeSpan.FromSeconds(7), canRetry);
        var retry = new VerdictRetry();
        using var client = Client(retry, new StubTransport(Throw(broken)));

        (await Record.ExceptionAsync(() => client.PostAsync(Address, null))).Should().BeSameAs(broken);

        (retry.Verdicts[0].CanRetry, retry.Verdicts[0].RetryAfter).Should().Be((false, TimeSpan.FromSeconds(7)));
        var after = ErrorClassifier.Default.Classify(broken);
        (after.CanRetry, after.RetryAfter).Should().Be((canRetry, TimeSpan.FromSeconds(7)));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Json_of_values_that_can_be_had_only_once_goes_out_whole_each_time(bool inParts, bool synchronous)
    {
        var values = new Queue<int>([1, 2, 3]);
        var transport = new BodyReader();
        using var client = Client(new RetryPolicy(new RetryOptions { InitialDelay = TimeSpan.Zero }), transport);
        HttpContent json = JsonContent.Create(Drain());
        using var request = new HttpRequestMessage(HttpMethod.Put, Address) { Content = inParts ? new MultipartContent("mixed", "edge") { json } : json };

        using var answer = synchronous ? client.Send(request) : await client.SendAsync(request);

        transport.Bodies.Should().HaveCount(4).And.OnlyContain(body => body.Contains("[1,2,3]"));
        transport.Bodies.Distinct().Should().ContainSingle();

        IEnumerable<int> Drain()
        {
            while (values.TryDequeue(out var value))
            {
                yield return value;
            }
        }
    }

    [Fact]
    public async Task Json_of_a_sequence_that_is_awaited_is_a_stream_and_goes_out_once()
    {
        var transport = new BodyReader();
        using var client = Client(new RetryPolicy(new RetryOptions { InitialDelay = TimeSpan.Zero }), transport);

        using var answer = await client.PutAsJsonAsync(Address, Stream());

        answer.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        transport.Bodies.Should().Equal("[1,2]");

        static async IAsyncEnumerable<int> Stream([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            yield return 1;
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return 2;
        }
    }

    [Fact]
    public async Task A_body_that_cannot_be_serialised_is_no_failure_of_the_other_side()
    {
        var retry = new VerdictRetry();
        var transport = new StubTransport();
        using var client = Client(retry, transport);

        (await Record.ExceptionAsync(() => client.PutAsJsonAsync(Address, new { Self = new Unwritable() }))).Should().BeOfType<JsonException>();

        (retry.Seen.Count, transport.Sent).Should().Be((0, 0));
    }

    [Fact]
    public async Task A_body_that_is_sent_once_is_not_held_in_memory()
    {
        HttpContent? sent = null;
        using var client = Client(new VerdictRetry(), new StubTransport((request, _) =>
        {
            sent = request.Content;
            return Task.FromResult(new HttpResponseMessage());
        }));

        await client.PostAsJsonAsync(Address, new[] { 1, 2, 3 });

        sent!.Headers.ContentLength.Should().BeNull("nobody has serialised it yet");
    }

    [Fact]
    public async Task What_the_handlers_further_inside_did_to_the_request_is_undone_before_the_next_try()
    {
        var requests = new List<string>();
        var transport = new StubTransport([.. Enumerable.Repeat<Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>>(
            (request, _) =>
            {
                request.Headers.Add("X-Try", "mine");
                request.Headers.Add("X-Own", "theirs");
                requests.Add($"{request.Method} {request.RequestUri} {request.Version} {request.VersionPolicy} {request.Headers.Authorization} [{string.Join("|", request.Headers.GetValues("X-Try"))}] [{string.Join("|", request.Headers.GetValues("X-Own"))}] {request.Content?.GetType().Name}");
                request.Headers.Authorization = null;
                request.Method = HttpMethod.Get;
                request.RequestUri = new Uri("http://elsewhere/");
                request.Content = null;
                request.Version = HttpVersion.Version20;
                request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
                return Task.FromResult(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));
            }, 3)]);
        using var client = Client(new VerdictRetry(maxRetries: 2), transport);
        using var request = new HttpRequestMessage(HttpMethod.Put, Address) { Content = new StringContent("x") };
        request.Headers.Authorization = new("Bearer", "t");
        request.Headers.Add("X-Own", ["a", "b"]);
        request.Headers.TryAddWithoutValidation("User-Agent", "not; valid,,");

        await client.SendAsync(request);

        requests.Should().HaveCount(3);
        requests.Should().AllBe("PUT http://x/ 1.1 RequestVersionOrLower Bearer t [mine] [a|b|theirs] StringContent");
        request.Headers.NonValidated["User-Agent"].ToString().Should().Be("not; valid,,");
    }

    [Fact]
    public async Task A_request_that_its_caller_disposes_in_between_ends_with_that_error_and_disposes_the_answer()
    {
        using var failed = new TrackedAnswer(HttpStatusCode.ServiceUnavailable);
        var request = new HttpRequestMessage(HttpMethod.Get, Address);
        using var client = Client(new VerdictRetry(), new StubTransport((_, _) =>
        {
            request.Dispose();
            return Task.FromResult<HttpResponseMessage>(failed);
        }));

        (await Record.ExceptionAsync(() => client.SendAsync(request))).Should().BeOfType<ObjectDisposedException>();
        failed.IsDisposed.Should().BeTrue();
    }

    [Fact] // [81]
    [Behaviour("81")]
    public async Task Whatever_ends_a_call_no_answer_is_left_open_but_the_one_that_is_returned()
    {
        var endings = new Func<Func<Task<object?>>, Task<object?>>[]
        {
            async attempt => await attempt(),
            async attempt =>
            {
                await Record.ExceptionAsync(attempt);
                throw new TimeoutException();
            },
            async attempt =>
            {
                await Record.ExceptionAsync(attempt);
                throw new OperationCanceledException();
            },
            async attempt =>
            {
                await Record.ExceptionAsync(attempt);
                return await attempt();
            },
        };
        foreach (var status in new[] { HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable })
        {
            foreach (var ending in endings)
            {
                var answers = Enumerable.Range(0, 2).Select(_ => new TrackedAnswer(status)).ToArray();
                var transport = new StubTransport([.. answers.Select(Give)]);
                using var client = Client(new Custom(ending), transport);

                HttpResponseMessage? returned = null;
                var thrown = await Record.ExceptionAsync(async () => returned = await client.GetAsync(Address));

                (returned is null).Should().Be(thrown is not null);
                answers.Take(transport.Sent).Where(a => !a.IsDisposed).Should().Equal(returned is TrackedAnswer open ? [open] : Array.Empty<TrackedAnswer>());
            }
        }
    }

    private static HttpClient Client(IExecutionPolicy policy, HttpMessageHandler transport) => new(new ResilienceHandler(policy) { InnerHandler = transport });

    private sealed class Unwritable
    {
        public Unwritable Self => this;
    }

    /// <summary>Reads each body as a server does, and is never available.</summary>
    private sealed class BodyReader : HttpMessageHandler
    {
        public List<string> Bodies { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var read = new MemoryStream();
            await request.Content!.CopyToAsync(read, cancellationToken);
            return Answer(read);
        }

        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var read = new MemoryStream();
            request.Content!.CopyTo(read, null, cancellationToken);
            return Answer(read);
        }

        private HttpResponseMessage Answer(MemoryStream read)
        {
            Bodies.Add(System.Text.Encoding.UTF8.GetString(read.ToArray()));
            return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        }
    }
}
