namespace ErrorManagement.Architecture.Tests.Fixture.Roof;

internal sealed class RoofException : Exception;
