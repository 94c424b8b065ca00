using System.Text;
using ErrorManagement.Analytics.Scrubbing;

namespace ErrorManagement.Analytics.Tests.Scrubbing;

/// <summary>Secrets in every place that a host can put them, and none of them in anything that comes out.</summary>
public sealed class PlantedSecretsTests
{
    private const string Secret = "hunter2zz";

    [Fact]
    public async Task No_planted_secret_is_in_anything_that_is_shown()
    {
        using var registry = new ErrorRegistry();
        var context = new OperationContext
        {
            Operation = $"password={Secret}",
            Phase = $"token={Secret}",
            Layer = $"api_key={Secret}",
            JobId = $"pwd={Secret}",
            RequestId = $"?sig={Secret}",
            UserId = $"https://bob:{Secret}@x",
            Data = new Dictionary<string, object?> { ["password"] = Secret, ["x"] = $"Bearer {Secret}", [$"token={Secret}"] = 1, ["map"] = new Dictionary<string, object?> { ["secret"] = Secret, ["list"] = new List<string> { $"secret={Secret}" } } },
        };
        Catch(registry, new InvalidOperationException($"password={Secret}", new AggregateException($"token={Secret}", new ArgumentException($"api_key={Secret}"), new TimeoutException($"pwd={Secret}"))), context);
        registry.Record(new ErrorOccurrence($"c password={Secret}", $"t token={Secret}", $"m secret={Secret}")
        {
            Context = context,
            StackTrace = $"at A password={Secret}",
            TraceId = $"token={Secret}",
            SpanId = $"token={Secret}",
            Release = $"token={Secret}",
            Host = $"token={Secret}",
            Template = $"secret={Secret} {{x}}",
        });

        var shown = new StringBuilder();
        foreach (var error in registry.GetErrors())
        {
            shown.AppendLine(error.ToString()).AppendLine(error.StackTrace).AppendLine(error.RootCause);
            error.Exceptions.ToList().ForEach(e => shown.AppendLine(e.ToString()));
            error.Occurrences.ToList().ForEach(o => shown.AppendLine(o.ToString()));
        }

        using var export = new MemoryStream();
        await registry.ExportAsync(export, ErrorExportFormat.Json);
        shown.Append(Encoding.UTF8.GetString(export.ToArray())).Append(registry.GetStatistics());
        registry.GetStatistics().TopComponents.ToList().ForEach(c => shown.Append(c.Name));
        shown.ToString().Should().NotContain(Secret).And.Contain("password=***");
        registry.GetErrors().Should().HaveCount(2);
    }

    [Fact] // D3: scrubbed before it is hashed
    public void Errors_that_differ_in_a_secret_only_are_one()
    {
        using var registry = new ErrorRegistry();
        foreach (var secret in new[] { "hunter2", "correcthorse", "tr0ub4dor-and-3", "x y" })
        {
            Catch(registry, new InvalidOperationException($"login failed, password='{secret}' for the app"), null);
            registry.Record(new ErrorOccurrence("jobs", "Login", $"login failed, token={secret.Replace(' ', '_')}"));
        }

        registry.GetErrors().Should().HaveCount(2).And.OnlyContain(e => e.Count == 4);
    }

    [Fact]
    public void Names_are_bounded()
    {
        using var registry = new ErrorRegistry();
        registry.Record(new ErrorOccurrence(new string('c', 10_000), new string('t', 10_000), "m"));

        var error = registry.GetErrors().Single();
        error.Component.Should().HaveLength(512);
        error.ErrorType.Should().HaveLength(512);
    }

    [Fact]
    public void Switched_off_everything_stays()
    {
        using var registry = new ErrorRegistry(new ErrorRegistryOptions { Scrubbing = new ScrubbingOptions { Enabled = false } });
        registry.Record(new ErrorOccurrence("jobs", "Login", $"password={Secret}"));

        registry.GetErrors().Single().Message.Should().Be($"password={Secret}");
    }

    private static void Catch(ErrorRegistry registry, Exception exception, OperationContext? context)
    {
        try
        {
            throw exception;
        }
        catch (Exception e)
        {
            registry.Record(e, "logins", context: context);
        }
    }
}
