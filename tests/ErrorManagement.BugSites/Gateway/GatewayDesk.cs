using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ErrorManagement.BugSites.Gateway;

/// <summary>Errors of the framework and the machine, errors with codes, calls that the JIT devirtualises.</summary>
internal static class GatewayDesk
{
    private static readonly Carrier[] Carriers = [new Rail(), new Road()];
    private static readonly IRate[] Rates = [new FlatRate(), new StepRate()];

    public static void Run(string action, int i)
    {
        switch (action)
        {
            case "number":
                Sink.Take(ReadNumber($"x{i}"));
                break;
            case "amount":
                Sink.Take(ReadAmount($"y{i}"));
                break;
            case "enum":
                Sink.Take(Enum.Parse<DayOfWeek>($"day{i}"));
                break;
            case "json":
                Sink.Take(ReadJson(i));
                break;
            case "json-type":
                Sink.Take(ReadJsonNumber(i));
                break;
            case "base64":
                Sink.Take(Convert.FromBase64String($"!{i}").Length);
                break;
            case "date":
                Sink.Take(DateTime.Parse($"on {i}", CultureInfo.InvariantCulture).Ticks);
                break;
            case "uri":
                Sink.Take(new Uri($"//:{i}").Port);
                break;
            case "file":
                Sink.Take(File.ReadAllText($"/nowhere/data-{i}.txt"));
                break;
            case "regex":
                Sink.Take(Regex.Match("a", "(" + "a").Length);
                break;
            case "refused":
                Connect(SocketError.ConnectionRefused);
                break;
            case "unknown-host":
                Resolve(SocketError.HostNotFound);
                break;
            case "orders-503":
                FetchOrders(HttpStatusCode.ServiceUnavailable);
                break;
            case "stock-503":
                FetchStock(HttpStatusCode.ServiceUnavailable);
                break;
            case "orders-404":
                FetchOrders(HttpStatusCode.NotFound);
                break;
            case "rail":
                Sink.Take(Carriers[0].Send(i));
                break;
            case "road":
                Sink.Take(Carriers[1].Send(i));
                break;
            case "flat":
                Sink.Take(RateOf(Rates[0], i));
                break;
            case "step":
                Sink.Take(RateOf(Rates[1], i));
                break;
            case "index":
                Sink.Take(At(new int[2], i + 2));
                break;
            case "null-name":
                Sink.Take(NameLength(Sink.Null<string>(i)!));
                break;
            case "null-city":
                Sink.Take(CityLength(Sink.Null<string>(i)!));
                break;
            case "divide":
                Sink.Take(Share(i, i - i));
                break;
            case "cast":
                Sink.Take(Cast(i));
                break;
            case "overflow":
                Sink.Take(Grow(int.MaxValue - (i & 1), 2));
                break;
            case "store-int":
                Sink.Take(LoadCount(i));
                break;
            case "store-string":
                Sink.Take(LoadName(i));
                break;
            case "localised":
                Localised.Fail(i);
                break;
            case "formatted":
                Localised.Overdrawn(i);
                break;
            case "dated":
                Localised.Late(i);
                break;
            default:
                throw new ArgumentException(action);
        }
    }

    private static int ReadNumber(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static int ReadAmount(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static int ReadJson(int i) => JsonSerializer.Deserialize($"[{i},]", GatewayJson.Default.Int32Array)!.Length;

    private static int ReadJsonNumber(int i) => JsonSerializer.Deserialize($"[{i},\"{i}\"]", GatewayJson.Default.Int32Array)!.Length;

    private static void Connect(SocketError error) => throw new SocketException((int)error);

    private static void Resolve(SocketError error) => throw new SocketException((int)error);

    private static void FetchOrders(HttpStatusCode status) => EnsureOk(status);

    private static void FetchStock(HttpStatusCode status)
    {
        EnsureOk(status);
        Sink.Take((int)status);
    }

    private static void EnsureOk(HttpStatusCode status)
    {
        if ((int)status >= 400)
        {
            throw new HttpRequestException($"The service answered {(int)status}.", null, status);
        }
    }

    private static int RateOf(IRate rate, int i) => rate.Of(i);

    private static int At(int[] values, int i) => values[i];

    private static int NameLength(string name) => name.Length;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int CityLength(string city) => city.Length;

    private static int Share(int i, int by) => i / by;

    private static string Cast(int i) => (string)(object)new FlatRate[i & 1];

    private static int Grow(int i, int by) => checked(i + by);

    private static int LoadCount(int i) => new Store<int>().Load(i);

    private static string LoadName(int i) => new Store<string>().Load(i);
}
