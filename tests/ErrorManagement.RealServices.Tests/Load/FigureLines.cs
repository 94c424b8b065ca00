using System.Globalization;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace ErrorManagement.RealServices.Tests.Load;

/// <summary>Shows figures while <c>dotnet test</c> runs: as diagnostic messages of the runner, which need no verbosity, and on the console for those who ask for more.</summary>
public sealed class FigureLines(IMessageSink sink)
{
    public void Print(FormattableString line)
    {
        var text = line.ToString(CultureInfo.InvariantCulture);
        sink.OnMessage(new DiagnosticMessage(text));
    }
}
